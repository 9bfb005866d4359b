"""排版: package and theme to WeChat HTML, WeChat's own rules for it, cleaning and comparison."""
