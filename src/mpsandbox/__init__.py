"""A stand-alone simulator of the WeChat Official Account API, with a console for the outsider."""
