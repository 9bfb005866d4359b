"""`hefa ledger`: verifies and exports the records, signs, proves one entry, changes the key."""

import argparse
import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hefa.config.cli.ground import print_json, read_file, set_up_django

if TYPE_CHECKING:
    from hefa.ledger.models import Checkpoint
    from hefa.ledger.verify import Verdict

ONLY_A_CHECKPOINT = (
    "以上由记录本身和本机签过的校验点推出。若有人连校验点一起删去最后若干条、"
    "或把整个数据库换成较早的一份，只有与事先交到外面的校验点比对才看得出来。"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="从每条记录重新推算整个台账")
    verify.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="FILE",
        help="外面保存的校验点（邮件、打印件的文字都行），可写多次",
    )
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    checkpoint = actions.add_parser("checkpoint", help="给现在的台账签一个校验点")
    checkpoint.add_argument("--json", action="store_true", help="输出 JSON")
    prove = actions.add_parser("prove", help="证明某一条在台账里，或者台账还以原来的样子开头")
    prove.add_argument("seq", type=int, nargs="?", help="第几条")
    prove.add_argument("--since", type=int, metavar="SIZE", help="从前签到第几条；证明之后只增不改")
    prove.add_argument("--json", action="store_true", help="输出 JSON")
    export = actions.add_parser("export", help="把整个台账导出成一个文件，离线也能核对")
    export.add_argument("out", help="写到哪个文件")
    export.add_argument("--with-personal", action="store_true", help="连同个人信息原文")
    export.add_argument("--force", action="store_true", help="盖掉已有的文件")
    export.add_argument("--json", action="store_true", help="输出 JSON")
    erase = actions.add_parser("erase", help="依法抹去某一条的个人信息，抹去本身记一条")
    erase.add_argument("seq", type=int, help="第几条")
    erase.add_argument("--ordered-by", default="", metavar="NAME", help="谁决定的")
    erase.add_argument("--words", default="", help="为什么抹去")
    replace = actions.add_parser("replace-key", help="换签名密钥；旧密钥丢了加 --lost")
    replace.add_argument("--name", action="append", default=[], help="经手人，写两次，两个人")
    replace.add_argument("--words", default="", help="为什么换")
    replace.add_argument("--lost", action="store_true", help="旧密钥已经丢失")


def run(options: argparse.Namespace) -> int:
    """Carry out one action; exit status 0 only when everything proves out."""
    set_up_django()
    from django.db import DatabaseError  # noqa: PLC0415  # needs the settings

    from hefa.core.errors import HefaError  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    actions = {
        "verify": _verify,
        "checkpoint": _checkpoint,
        "prove": _prove,
        "export": _export,
        "erase": _erase,
        "replace-key": _replace_key,
    }
    try:
        return actions[options.action](options)
    except HefaError as error:
        for entry in error.reasons:
            sys.stderr.write(reason_sentence(entry) + "\n")
        return 1
    except DatabaseError as error:
        sys.stderr.write(f"数据库读不出来：{error}\n")
        return 1


def _verify(options: argparse.Namespace) -> int:
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.ledger.doubt import note_verdict  # noqa: PLC0415
    from hefa.ledger.outside import outside_in  # noqa: PLC0415
    from hefa.ledger.verify import verify  # noqa: PLC0415

    texts = [read_file(name).decode("utf-8", "replace") for name in options.checkpoint]
    verdict = verify([kept for text in texts for kept in outside_in(text)])
    if not texts:  # a checkpoint of another ledger, given by mistake, stops nothing
        note_verdict(verdict, now=now())
    if options.json:
        print_json(_as_json(verdict))
        return 0 if verdict.is_sound else 1
    sys.stdout.write(f"台账 {verdict.size} 条，根 {verdict.root}\n")
    if verdict.checkpoint_size is not None:
        sys.stdout.write(f"已与签到第 {verdict.checkpoint_size} 条的校验点比对。\n")
    if verdict.outside_count:
        sys.stdout.write(f"已与外面保存的 {verdict.outside_count} 份校验点比对。\n")
    for epoch in verdict.epochs:
        sys.stdout.write(f"第 {epoch.number} 期从第 {epoch.seq} 条另起：{epoch.words}")
        sys.stdout.write(f"（{'、'.join(epoch.names)}）。{_lost(epoch.seq, epoch.lost_until)}\n")
    for problem in _problems(verdict):
        sys.stdout.write(f"{problem['message']}\n")
    for seq in verdict.backwards:
        sys.stdout.write(f"第 {seq} 条的时间早于前一条，可能调过时钟。\n")
    sys.stdout.write("全部对得上。\n" if verdict.is_sound else "核对不上。\n")
    sys.stdout.write("" if verdict.outside_count else ONLY_A_CHECKPOINT + "\n")
    return 0 if verdict.is_sound else 1


def _as_json(verdict: "Verdict") -> dict[str, Any]:
    """Return the verdict as other programs read it."""
    return {
        "size": verdict.size,
        "root": verdict.root,
        "verified": verdict.is_sound,
        "checkpoint_size": verdict.checkpoint_size,
        "outside_count": verdict.outside_count,
        "epochs": [
            {"number": one.number, "seq": one.seq, "lost_until": one.lost_until}
            for one in verdict.epochs
        ],
        "backwards": list(verdict.backwards),
        "problems": _problems(verdict),
        "note": "" if verdict.outside_count else ONLY_A_CHECKPOINT,
    }


def _problems(verdict: "Verdict") -> list[dict[str, Any]]:
    """Return each problem with its words."""
    from hefa.ui.words import sentence  # noqa: PLC0415  # needs the settings

    return [
        {
            "code": problem.code,
            "seq": problem.seq,
            "thing": problem.thing,
            "message": sentence(problem.code, {"seq": problem.seq or "", "thing": problem.thing}),
        }
        for problem in verdict.problems
    ]


def _lost(seq: int, lost_until: int) -> str:
    """Return what a restore lost, when entry `seq` opened the new epoch."""
    return f"原第 {seq} 条到第 {lost_until} 条已经失去。" if lost_until >= seq else "没有失去记录。"


def _export(options: argparse.Namespace) -> int:
    """Write the export; a checkpoint of this moment is signed first where that can be done."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import Refused, Tampered  # noqa: PLC0415
    from hefa.ledger.actions import make_checkpoint  # noqa: PLC0415
    from hefa.ledger.export import export  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    try:
        make_checkpoint(now())
    except (Refused, Tampered) as unsigned:  # an export is wanted all the more then
        for entry in unsigned.reasons:
            sys.stderr.write(reason_sentence(entry) + "\n")
    out = Path(options.out)
    made = export(out, with_personal=options.with_personal, is_forced=options.force)
    if options.json:
        counts = {"entries": made.entries, "personal": made.personal}
        print_json({"out": str(out), **counts, "checkpoints": made.checkpoints})
        return 0
    sys.stdout.write(f"已导出 {made.entries} 条记录、{made.checkpoints} 份校验点：{out}\n")
    sys.stdout.write(
        f"连同个人信息原文 {made.personal} 条，请妥善保管。\n"
        if options.with_personal
        else "个人信息原文没有导出，只有它的校验码；要连同原文，请加 --with-personal。\n"
    )
    sys.stdout.write(f"离线核对：python3 -I -S verify.py {out} --checkpoint 外面保存的校验点\n")
    return 0


def _checkpoint(options: argparse.Namespace) -> int:
    """Print the checkpoint of this moment; mail it or keep it where Hefa cannot reach it."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import Refused, reason  # noqa: PLC0415
    from hefa.ledger.actions import make_checkpoint  # noqa: PLC0415

    made = make_checkpoint(now())
    if made is None:
        raise Refused(reason("ledger.no_entry_yet"))
    if options.json:
        print_json({"size": made.size, "note": made.note, "key": made.key})
    else:
        sys.stdout.write(f"{made.note}\n公钥：{made.key}\n")
    return 0


def _prove(options: argparse.Namespace) -> int:
    """Print the proof that one entry is in the newest checkpoint, or that it extends an older."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import Refused, reason  # noqa: PLC0415
    from hefa.ledger.actions import make_checkpoint  # noqa: PLC0415
    from hefa.ledger.models import Entry  # noqa: PLC0415
    from hefa.ledger.tree import Tree  # noqa: PLC0415

    made = make_checkpoint(now())
    if options.since is not None:
        return _prove_growth(made, options)
    entry = Entry.objects.filter(seq=options.seq).first()
    if made is None or entry is None or entry.seq > made.size:
        raise Refused(reason("ledger.no_such_entry", seq=options.seq))
    path = Tree(made.size).inclusion_proof(entry.seq)
    proof: dict[str, Any] = {
        "seq": entry.seq,
        "leaf_hash": entry.leaf_hash,
        "proof": [base64.b64encode(hash_).decode() for hash_ in path],
        "checkpoint": made.note,
        "key": made.key,
    }
    if options.json:
        print_json(proof)
        return 0
    sys.stdout.write(f"第 {entry.seq} 条在签到第 {made.size} 条的校验点里，凭据如下。\n")
    sys.stdout.write(f"这一条：{entry.leaf_hash}\n")
    for number, hash_ in enumerate(path, start=1):
        sys.stdout.write(f"{number:>2}  {hash_.hex()}\n")
    sys.stdout.write(f"\n{made.note}\n公钥：{made.key}\n")
    return 0


def _prove_growth(made: "Checkpoint | None", options: argparse.Namespace) -> int:
    """Print the proof that the newest checkpoint begins with the first `--since` entries."""
    from hefa.core.errors import Refused, reason  # noqa: PLC0415  # needs the settings
    from hefa.ledger.tree import Tree  # noqa: PLC0415

    if made is None or not 0 < options.since <= made.size:
        raise Refused(reason("ledger.no_such_entry", seq=options.since))
    tree = Tree(made.size)
    path = tree.consistency_proof(options.since)
    proof: dict[str, Any] = {
        "old_size": options.since,
        "old_root": tree.root(options.since).hex(),
        "size": made.size,
        "proof": [base64.b64encode(hash_).decode() for hash_ in path],
        "checkpoint": made.note,
        "key": made.key,
    }
    if options.json:
        print_json(proof)
        return 0
    sys.stdout.write(f"前 {options.since} 条的根：{proof['old_root']}\n")
    sys.stdout.write(f"签到第 {made.size} 条的台账以它们开头，凭据如下。\n")
    for number, hash_ in enumerate(path, start=1):
        sys.stdout.write(f"{number:>2}  {hash_.hex()}\n")
    sys.stdout.write(f"\n{made.note}\n公钥：{made.key}\n")
    return 0


def _erase(options: argparse.Namespace) -> int:
    """Erase the personal text of one entry; the erasure is an entry of its own."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.ledger.actions import erase_personal_text  # noqa: PLC0415
    from hefa.ledger.append import MACHINE  # noqa: PLC0415

    erase_personal_text(
        options.seq,
        actor=MACHINE,
        words=options.words,
        ordered_by=options.ordered_by,
        now=now(),
    )
    sys.stdout.write(f"第 {options.seq} 条的个人信息已抹去，台账记了一条。\n")
    return 0


def _replace_key(options: argparse.Namespace) -> int:
    """Replace the signing key, or enter a new one for a key that is lost."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.ledger.actions import replace_key, replace_lost_key  # noqa: PLC0415

    change = replace_lost_key if options.lost else replace_key
    public = change(names=options.name, words=options.words, now=now())
    sys.stdout.write(f"新公钥，请当面交给核对的人：{public}\n")
    return 0
