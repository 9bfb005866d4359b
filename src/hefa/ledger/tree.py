"""Proofs over the whole ledger, quick at a million entries: the tree's lower levels are kept.

A tile is the hash over 256 entries. A proof reads the leaf hashes of one or two tiles and the
kept hashes of the others; what is not kept yet is computed, and nothing is written by reading.
"""

from collections.abc import Sequence
from functools import cached_property

from hefa.core.errors import Tampered, reason
from hefa.core.merkle import EMPTY_ROOT, node_hash, root_of
from hefa.ledger.models import Entry, Tile

TILE = 256


class Tree:
    """The tree over the first `size` entries."""

    def __init__(self, size: int, *, is_cached: bool = True) -> None:
        self.size = size
        self._is_cached = is_cached

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` entries, or over all."""
        count = self.size if size is None else size
        return self._over(0, count) if count else EMPTY_ROOT

    def inclusion_proof(self, seq: int) -> tuple[bytes, ...]:
        """Return the path from entry `seq` to the root, the lowest hash first.

        Raises IndexError when there is no such entry.
        """
        if not 1 <= seq <= self.size:
            raise IndexError(seq)
        path, begin, end = [], 0, self.size
        while end - begin > 1:
            split = begin + _split(end - begin)
            if seq - 1 < split:
                path.append(self._over(split, end))
                end = split
            else:
                path.append(self._over(begin, split))
                begin = split
        return tuple(reversed(path))

    def consistency_proof(self, old_size: int) -> tuple[bytes, ...]:
        """Return the proof that the tree begins with its own first `old_size` entries.

        Raises IndexError unless 0 <= old_size <= size; empty for 0 and for the same size.
        """
        if not 0 <= old_size <= self.size:
            raise IndexError(old_size)
        if old_size in (0, self.size):
            return ()
        path, begin, end, is_whole = [], 0, self.size, True
        while old_size != end:
            split = begin + _split(end - begin)
            if old_size <= split:
                path.append(self._over(split, end))
                end = split
            else:
                path.append(self._over(begin, split))
                begin, is_whole = split, False
        if not is_whole:
            path.append(self._over(begin, end))
        return tuple(reversed(path))

    def _over(self, begin: int, end: int) -> bytes:
        """Return the hash over entries begin+1 to end, as RFC 6962 section 2.1 splits them."""
        count = end - begin
        if count <= TILE:
            return root_of(_leaves(begin, end))
        if begin % TILE == 0 and count % TILE == 0:
            return root_of(self._tiles[begin // TILE : end // TILE])
        split = begin + _split(count)
        return node_hash(self._over(begin, split), self._over(split, end))

    @cached_property
    def _tiles(self) -> list[bytes]:
        """The hash of every whole tile, in order."""
        count = self.size // TILE
        kept = _kept(count) if self._is_cached else []
        return kept + _computed(len(kept), count)


def keep_tiles(size: int) -> None:
    """Keep the hash of every whole tile of the first `size` entries that is not kept yet."""
    count = size // TILE
    begin = len(_kept(count))
    Tile.objects.filter(number__gte=begin).delete()
    Tile.objects.bulk_create(
        (Tile(number=begin + at, hash=hash_) for at, hash_ in enumerate(_computed(begin, count))),
        batch_size=400,
    )


def proven_tree(size: int, root: bytes) -> Tree:
    """Return the tree over the first `size` entries, which comes to `root`.

    Raises Tampered when it does not, even with every kept hash computed anew.
    """
    for is_cached in (True, False):
        tree = Tree(size, is_cached=is_cached)
        if tree.root() == root:
            return tree
    raise Tampered(reason("ledger.root_differs", size=size))


def _kept(count: int) -> list[bytes]:
    """Return the kept hashes of the first tiles without a gap, at most `count`."""
    rows = Tile.objects.filter(number__lt=count).order_by("number").values_list("number", "hash")
    found: list[bytes] = []
    for number, hash_ in rows.iterator(chunk_size=4096):
        if number != len(found):
            break
        found.append(bytes(hash_))
    return found


def _computed(begin: int, end: int) -> list[bytes]:
    """Return the hashes of tiles `begin` to `end` (not included), from the entries' leaves."""
    return [root_of(_leaves(tile * TILE, (tile + 1) * TILE)) for tile in range(begin, end)]


def _leaves(begin: int, end: int) -> Sequence[bytes]:
    """Return the leaf hashes of entries begin+1 to end. Raises Tampered when one is no hash."""
    rows = Entry.objects.filter(seq__gt=begin, seq__lte=end).order_by("seq")
    try:
        found = [bytes.fromhex(hash_) for hash_ in rows.values_list("leaf_hash", flat=True)]
    except (ValueError, TypeError):
        found = []
    if len(found) != end - begin:
        raise Tampered(reason("ledger.root_differs", size=end))
    return found


def _split(count: int) -> int:
    """Return the largest power of two below `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)
