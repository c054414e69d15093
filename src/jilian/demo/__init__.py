"""The two worlds that a first start brings: the corridor as published, and a made district."""
