"""The cipher of the callbacks, against the standard's own vectors and another implementation."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from mpsandbox.aes import decrypt_cbc, encrypt_cbc

# NIST SP 800-38A, F.2.5 CBC-AES256.
KEY = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
IV = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
PLAIN = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
SEALED = bytes.fromhex(
    "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
    "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
)


def test_the_vectors_of_the_standard() -> None:
    assert encrypt_cbc(KEY, IV, PLAIN) == SEALED
    assert decrypt_cbc(KEY, IV, SEALED) == PLAIN


def test_it_agrees_with_another_implementation() -> None:
    for blocks in (0, 1, 2, 63, 200):
        key, iv, plain = os.urandom(32), os.urandom(16), os.urandom(16 * blocks)
        encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
        sealed = encryptor.update(plain) + encryptor.finalize()

        assert encrypt_cbc(key, iv, plain) == sealed
        assert decrypt_cbc(key, iv, sealed) == plain


def test_broken_blocks_and_short_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="blocks"):
        decrypt_cbc(KEY, IV, SEALED[:-1])
    with pytest.raises(ValueError, match="32 bytes"):
        encrypt_cbc(KEY[:16], IV, PLAIN)
