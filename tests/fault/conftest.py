from tests.unit.publish.sandbox import house, running, wechat

__all__ = ["house", "running", "wechat"]
