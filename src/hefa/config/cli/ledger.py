"""`hefa ledger`: verifies the records, signs a checkpoint, proves one entry, changes the key."""

import argparse
import base64
import sys
from typing import Any

from hefa.config.cli.ground import print_json, set_up_django

ONLY_A_CHECKPOINT = (
    "以上由记录本身和本机签过的校验点推出。若有人连校验点一起删去最后若干条、"
    "或把整个数据库换成较早的一份，只有与事先交到外面的校验点比对才看得出来。"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="从每条记录重新推算整个台账")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    checkpoint = actions.add_parser("checkpoint", help="给现在的台账签一个校验点")
    checkpoint.add_argument("--json", action="store_true", help="输出 JSON")
    prove = actions.add_parser("prove", help="证明某一条记录在台账里")
    prove.add_argument("seq", type=int, help="第几条")
    prove.add_argument("--json", action="store_true", help="输出 JSON")
    replace = actions.add_parser("replace-key", help="换签名密钥；旧密钥丢了加 --lost")
    replace.add_argument("--name", action="append", default=[], help="经手人，写两次，两个人")
    replace.add_argument("--words", default="", help="为什么换")
    replace.add_argument("--lost", action="store_true", help="旧密钥已经丢失")


def run(options: argparse.Namespace) -> int:
    """Carry out one action; exit status 0 only when everything proves out."""
    set_up_django()
    from hefa.core.errors import HefaError  # noqa: PLC0415  # needs the settings
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    actions = {
        "verify": _verify,
        "checkpoint": _checkpoint,
        "prove": _prove,
        "replace-key": _replace_key,
    }
    try:
        return actions[options.action](options)
    except HefaError as error:
        for entry in error.reasons:
            sys.stderr.write(reason_sentence(entry) + "\n")
        return 1


def _verify(options: argparse.Namespace) -> int:
    from hefa.ledger.verify import verify  # noqa: PLC0415  # needs the settings
    from hefa.ui.words import sentence  # noqa: PLC0415

    verdict = verify()
    problems = [
        {
            "code": problem.code,
            "seq": problem.seq,
            "thing": problem.thing,
            "message": sentence(problem.code, {"seq": problem.seq or "", "thing": problem.thing}),
        }
        for problem in verdict.problems
    ]
    if options.json:
        print_json(
            {
                "size": verdict.size,
                "root": verdict.root,
                "verified": verdict.is_sound,
                "checkpoint_size": verdict.checkpoint_size,
                "backwards": list(verdict.backwards),
                "problems": problems,
                "note": ONLY_A_CHECKPOINT,
            }
        )
        return 0 if verdict.is_sound else 1
    sys.stdout.write(f"台账 {verdict.size} 条，根 {verdict.root}\n")
    if verdict.checkpoint_size is not None:
        sys.stdout.write(f"已与签到第 {verdict.checkpoint_size} 条的校验点比对。\n")
    for problem in problems:
        sys.stdout.write(f"{problem['message']}\n")
    for seq in verdict.backwards:
        sys.stdout.write(f"第 {seq} 条的时间早于前一条，可能调过时钟。\n")
    sys.stdout.write("全部对得上。\n" if verdict.is_sound else "核对不上。\n")
    sys.stdout.write(ONLY_A_CHECKPOINT + "\n")
    return 0 if verdict.is_sound else 1


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
    """Print the proof that one entry is among those of the newest checkpoint."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import Refused, reason  # noqa: PLC0415
    from hefa.ledger.actions import make_checkpoint  # noqa: PLC0415
    from hefa.ledger.models import Entry  # noqa: PLC0415
    from hefa.ledger.tree import Tree  # noqa: PLC0415

    made = make_checkpoint(now())
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


def _replace_key(options: argparse.Namespace) -> int:
    """Replace the signing key, or enter a new one for a key that is lost."""
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.ledger.actions import replace_key, replace_lost_key  # noqa: PLC0415

    change = replace_lost_key if options.lost else replace_key
    public = change(names=options.name, words=options.words, now=now())
    sys.stdout.write(f"新公钥，请当面交给核对的人：{public}\n")
    return 0
