"""The data steward's and the auditor's pages."""
