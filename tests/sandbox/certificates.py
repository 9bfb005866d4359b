"""A certificate of WeChat's host, made as the simulator's README makes it."""

import subprocess
from pathlib import Path


def certificate_in(folder: Path) -> Path:
    """Return a new certificate; its key lies beside it, in `key.pem`."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", "/CN=api.weixin.qq.com"]
    made += ["-addext", "subjectAltName=DNS:api.weixin.qq.com,IP:127.0.0.1"]
    made += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(made, check=True, capture_output=True)
    return folder / "cert.pem"
