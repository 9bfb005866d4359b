"""The tree of RFC 6962: its test values, every proof up to 32 leaves, and proofs gone wrong."""

from collections.abc import Iterator, Sequence

import pytest

from hefa.core.merkle import (
    EMPTY_ROOT,
    appended,
    consistency_proof,
    edge_root,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
KNOWN = [leaf_hash(bytes.fromhex(text)) for text in LEAVES]
MOST = 32
MANY = [leaf_hash(bytes([number])) for number in range(MOST)]
OTHER = leaf_hash(b"of another tree")


@pytest.mark.parametrize("size", range(9))
def test_the_root_over_the_first_leaves_is_the_published_one(size: int) -> None:
    assert root_of(KNOWN[:size]).hex() == ROOTS[size]


def test_a_leaf_is_never_a_node() -> None:
    assert leaf_hash(KNOWN[0] + KNOWN[1]) != node_hash(KNOWN[0], KNOWN[1])
    assert leaf_hash(b"") != EMPTY_ROOT


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_edge_has_a_hash_for_each_bit_and_gives_the_root(size: int) -> None:
    edge: tuple[bytes, ...] = ()
    for number in range(size):
        edge = appended(edge, number, MANY[number])

    assert len(edge) == size.bit_count()
    assert edge_root(edge) == root_of(MANY[:size])


def test_the_edge_before_is_left_as_it_was() -> None:
    edge = (MANY[0],)
    appended(edge, 1, MANY[1])

    assert edge == (MANY[0],)


def recomputed(leaves: Sequence[bytes]) -> bytes:
    """Return the root by the recursive definition, apart from the product's own way."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recomputed(leaves[:split]), recomputed(leaves[split:]))


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert root_of(MANY[:size]) == recomputed(MANY[:size])


def spoilt(proof: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Yield the proof with a bit flipped in each hash, cut, lengthened, doubled, turned round."""
    kept = tuple(proof)
    for at, hash_ in enumerate(kept):
        for bit in (0, 255):
            flipped = (int.from_bytes(hash_) ^ (1 << bit)).to_bytes(32)
            yield (*kept[:at], flipped, *kept[at + 1 :])
        yield (*kept[:at], *kept[at + 1 :])
        yield (*kept[:at], hash_, *kept[at:])
    yield (*kept, OTHER)
    yield (OTHER, *kept)
    if len(set(kept)) > 1:
        yield kept[::-1]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_inclusion_is_proved_and_no_spoilt_proof_is_taken(size: int) -> None:
    leaves = MANY[:size]
    root = root_of(leaves)
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert is_included(leaf=leaf, index=index, size=size, root=root, proof=proof)
        for wrong in spoilt(proof):
            assert not is_included(leaf=leaf, index=index, size=size, root=root, proof=wrong)
        assert not is_included(leaf=OTHER, index=index, size=size, root=root, proof=proof)
        assert not is_included(leaf=leaf, index=index, size=size, root=OTHER, proof=proof)
        others = [other for other in range(-1, size + 1) if other != index]
        for other in others:
            assert not is_included(leaf=leaf, index=other, size=size, root=root, proof=proof)


@pytest.mark.parametrize("size", range(MOST + 1))
def test_every_consistency_is_proved_and_no_spoilt_proof_is_taken(size: int) -> None:
    leaves = MANY[:size]
    root = root_of(leaves)
    for old in range(size + 1):
        old_root, proof = root_of(leaves[:old]), consistency_proof(leaves, old)

        def taken(
            *,
            a: int = old,
            b: bytes = old_root,
            c: int = size,
            d: bytes = root,
            e: Sequence[bytes] = proof,
        ) -> bool:
            return is_consistent(old_size=a, old_root=b, size=c, root=d, proof=e)

        assert taken()
        assert not any(taken(e=wrong) for wrong in spoilt(proof))
        assert not taken(b=OTHER)
        assert taken(d=OTHER) == (old == 0 < size)  # every tree extends the empty one
        assert not taken(a=-1)
        assert not taken(a=size + 1)
        if 0 < old < size:
            assert not taken(b=root, d=old_root)
            assert not taken(e=())
            assert not taken(a=0)
            assert not taken(a=size)


@pytest.mark.parametrize("size", range(2, MOST + 1))
def test_a_proof_of_inclusion_does_not_serve_a_tree_of_another_shape(size: int) -> None:
    leaves = MANY[:size]
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        for other in range(1, 2 * MOST):
            root = root_of(leaves) if other >= MOST else root_of(MANY[:other])
            if other != size and root != root_of(leaves):
                assert not is_included(
                    leaf=leaves[index], index=index, size=other, root=root, proof=proof
                )


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(MANY[:3], index)


@pytest.mark.parametrize("old", [-1, 4])
def test_there_is_no_consistency_with_what_never_was(old: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(MANY[:3], old)
