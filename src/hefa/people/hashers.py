"""Password hashing with Argon2id at the cost OWASP advises."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with m = 19 MiB, t = 2, p = 1. Source: OWASP password storage."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
