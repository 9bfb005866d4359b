"""AES-256 in CBC mode, in plain Python: for callbacks of a test, never for secrets that matter.

Source: FIPS 197 and NIST SP 800-38A. It takes some 50 microseconds a block.
"""

from collections.abc import Iterator
from struct import pack, unpack

BLOCK_BYTES = 16
KEY_BYTES = 32
ROUNDS = 14

Words = tuple[int, int, int, int]


def encrypt_cbc(key: bytes, iv: bytes, plain: bytes) -> bytes:
    """Return `plain`, whole blocks of 16 bytes, enciphered with the key of 32 bytes."""
    schedule = _schedule(key)
    before: Words = unpack(">4I", iv)
    sealed = bytearray()
    for block in _blocks(plain):
        before = _encrypted(_xor(block, before), schedule)
        sealed += pack(">4I", *before)
    return bytes(sealed)


def decrypt_cbc(key: bytes, iv: bytes, sealed: bytes) -> bytes:
    """Return `sealed` deciphered; raises ValueError when it is no whole number of blocks."""
    schedule = _inverse_schedule(_schedule(key))
    before: Words = unpack(">4I", iv)
    plain = bytearray()
    for block in _blocks(sealed):
        plain += pack(">4I", *_xor(_decrypted(block, schedule), before))
        before = block
    return bytes(plain)


def _blocks(text: bytes) -> Iterator[Words]:
    if len(text) % BLOCK_BYTES:
        raise ValueError("not whole blocks")
    for start in range(0, len(text), BLOCK_BYTES):
        yield unpack(">4I", text[start : start + BLOCK_BYTES])


def _xor(one: Words, other: Words) -> Words:
    return one[0] ^ other[0], one[1] ^ other[1], one[2] ^ other[2], one[3] ^ other[3]


def _doubled(value: int) -> int:
    """Return the product of `value` and x in the field of AES."""
    return (value << 1) ^ (0x11B if value & 0x80 else 0)


def _substitutions() -> list[int]:
    """Return the S-box: the inverse in the field, then an affine map."""
    powers = [1]
    while len(powers) < 255:  # noqa: PLR2004 - the order of the field's units
        powers.append(powers[-1] ^ _doubled(powers[-1]))
    logarithm = {value: exponent for exponent, value in enumerate(powers)}
    box = []
    for value in range(256):
        inverse = powers[-logarithm[value] % 255] if value else 0
        spread = 0
        for turn in range(5):
            spread ^= inverse << turn
        box.append((spread & 0xFF) ^ (spread >> 8) ^ 0x63)
    return box


def _turned(table: list[int], bits: int) -> list[int]:
    return [(word >> bits) | (word << (32 - bits)) & 0xFFFFFFFF for word in table]


def _forward_table() -> list[int]:
    """Return substitution and mixing of one byte as one word."""
    return [_doubled(s) << 24 | s << 16 | s << 8 | _doubled(s) ^ s for s in _S]


def _product(value: int, factor: int) -> int:
    result = 0
    while factor:
        result ^= value if factor & 1 else 0
        value, factor = _doubled(value), factor >> 1
    return result


def _mixed_back(byte: int) -> int:
    """Return what the inverse mixing makes of one byte, as a word."""
    return (
        _product(byte, 14) << 24 | _product(byte, 9) << 16 | _product(byte, 13) << 8
    ) | _product(byte, 11)


_S = _substitutions()
_S_BACK = [_S.index(value) for value in range(256)]
_E0 = _forward_table()
_E1, _E2, _E3 = (_turned(_E0, bits) for bits in (8, 16, 24))
_M0 = [_mixed_back(byte) for byte in range(256)]
_D0 = [_M0[_S_BACK[byte]] for byte in range(256)]
_D1, _D2, _D3 = (_turned(_D0, bits) for bits in (8, 16, 24))


def _schedule(key: bytes) -> list[int]:
    """Return the 60 words of the expanded key."""
    if len(key) != KEY_BYTES:
        raise ValueError("a key of 32 bytes is expected")
    words = list(unpack(">8I", key))
    round_constant = 1
    for place in range(8, 4 * (ROUNDS + 1)):
        word = words[-1]
        if place % 8 == 0:
            turned = (word << 8 | word >> 24) & 0xFFFFFFFF
            word = _substituted(turned) ^ round_constant << 24
            round_constant = _doubled(round_constant)
        elif place % 8 == 4:  # noqa: PLR2004 - FIPS 197, 5.2
            word = _substituted(word)
        words.append(words[-8] ^ word)
    return words


def _inverse_schedule(words: list[int]) -> list[int]:
    """Return the expanded key in the order deciphering uses it, mixed back but at the ends."""
    rounds = [words[place : place + 4] for place in range(0, len(words), 4)][::-1]
    mixed = [
        [
            _M0[w >> 24]
            ^ _turn(_M0[w >> 16 & 255], 8)
            ^ _turn(_M0[w >> 8 & 255], 16)
            ^ _turn(_M0[w & 255], 24)
            for w in each
        ]
        for each in rounds[1:-1]
    ]
    return [word for each in (rounds[0], *mixed, rounds[-1]) for word in each]


def _turn(word: int, bits: int) -> int:
    return (word >> bits) | (word << (32 - bits)) & 0xFFFFFFFF


def _substituted(word: int) -> int:
    return (_S[word >> 24] << 24 | _S[word >> 16 & 255] << 16 | _S[word >> 8 & 255] << 8) | _S[
        word & 255
    ]


def _encrypted(block: Words, keys: list[int]) -> Words:
    a, b, c, d = (word ^ key for word, key in zip(block, keys, strict=False))
    for k in range(4, 4 * ROUNDS, 4):
        a, b, c, d = (
            _E0[a >> 24] ^ _E1[b >> 16 & 255] ^ _E2[c >> 8 & 255] ^ _E3[d & 255] ^ keys[k],
            _E0[b >> 24] ^ _E1[c >> 16 & 255] ^ _E2[d >> 8 & 255] ^ _E3[a & 255] ^ keys[k + 1],
            _E0[c >> 24] ^ _E1[d >> 16 & 255] ^ _E2[a >> 8 & 255] ^ _E3[b & 255] ^ keys[k + 2],
            _E0[d >> 24] ^ _E1[a >> 16 & 255] ^ _E2[b >> 8 & 255] ^ _E3[c & 255] ^ keys[k + 3],
        )
    return _last(_S, (a, b, c, d), (1, 2, 3), keys)


def _decrypted(block: Words, keys: list[int]) -> Words:
    a, b, c, d = (word ^ key for word, key in zip(block, keys, strict=False))
    for k in range(4, 4 * ROUNDS, 4):
        a, b, c, d = (
            _D0[a >> 24] ^ _D1[d >> 16 & 255] ^ _D2[c >> 8 & 255] ^ _D3[b & 255] ^ keys[k],
            _D0[b >> 24] ^ _D1[a >> 16 & 255] ^ _D2[d >> 8 & 255] ^ _D3[c & 255] ^ keys[k + 1],
            _D0[c >> 24] ^ _D1[b >> 16 & 255] ^ _D2[a >> 8 & 255] ^ _D3[d & 255] ^ keys[k + 2],
            _D0[d >> 24] ^ _D1[c >> 16 & 255] ^ _D2[b >> 8 & 255] ^ _D3[a & 255] ^ keys[k + 3],
        )
    return _last(_S_BACK, (a, b, c, d), (3, 2, 1), keys)


def _last(box: list[int], state: Words, rows: tuple[int, int, int], keys: list[int]) -> Words:
    """Return the last round: substitution, the shift of `rows`, and the last four key words."""
    one, two, three = rows
    a, b, c, d = (
        box[state[i] >> 24] << 24
        ^ box[state[(i + one) % 4] >> 16 & 255] << 16
        ^ box[state[(i + two) % 4] >> 8 & 255] << 8
        ^ box[state[(i + three) % 4] & 255]
        ^ keys[4 * ROUNDS + i]
        for i in range(4)
    )
    return a, b, c, d
