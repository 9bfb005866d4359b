"""The console: WeChat's own back office, for people and for programs."""
