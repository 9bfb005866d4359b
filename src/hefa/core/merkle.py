"""The Merkle tree of the ledger: hashing, right edge, inclusion and consistency proofs.

Source: RFC 6962 section 2.1.
"""

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf, 32 bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def appended(edge: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """Return the right edge of a tree of `size` leaves after `leaf` (a leaf hash) is added.

    The edge holds the roots of the complete subtrees, the largest first: as many as `size` has
    bits set.
    """
    hashes = [*edge, leaf]
    while size & 1:
        right = hashes.pop()
        hashes.append(node_hash(hashes.pop(), right))
        size >>= 1
    return tuple(hashes)


def edge_root(edge: Sequence[bytes]) -> bytes:
    """Return the root of the tree whose right edge is `edge`."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes `leaves`."""
    edge: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        edge = appended(edge, size, leaf)
    return edge_root(edge)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the path from leaf `index` (from 0) to the root, the lowest hash first.

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root_of(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split]))


def is_included(*, leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows leaf hash `leaf` at `index` in the tree of `size` with `root`.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(hash_, found)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, hash_)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over `leaves` begins with its own first `old_size` leaves.

    Raises IndexError unless 0 <= old_size <= len(leaves); empty for 0 and for the same size.
    """
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    if old_size in (0, len(leaves)):
        return ()
    return _subproof(leaves, old_size, is_whole=True)


def is_consistent(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree (`size`, `root`) extends (`old_size`, `old_root`).

    Source: RFC 9162 section 2.1.4.2.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    here, last = old_size - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    return _climb(path, here, last, (old_root, root))


def _climb(path: Sequence[bytes], here: int, last: int, roots: tuple[bytes, bytes]) -> bool:
    """Whether walking `path` from the common subtree reaches both roots exactly."""
    old = new = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(hash_, old), node_hash(hash_, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, hash_)
        here, last = here >> 1, last >> 1
    return last == 0 and (old, new) == roots


def _subproof(leaves: Sequence[bytes], old_size: int, *, is_whole: bool) -> tuple[bytes, ...]:
    if old_size == len(leaves):
        return () if is_whole else (root_of(leaves),)
    split = _split(len(leaves))
    if old_size <= split:
        return (*_subproof(leaves[:split], old_size, is_whole=is_whole), root_of(leaves[split:]))
    rest = _subproof(leaves[split:], old_size - split, is_whole=False)
    return (*rest, root_of(leaves[:split]))


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
