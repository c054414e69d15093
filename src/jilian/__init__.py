"""Jilian (集链): the platform that runs a district's industrial clusters."""
