"""A typed client of the WeChat Official Account API; knows no framework and no rule of Hefa."""
