"""Fit which claims an answer is about: two logistic regressions over `claim.answer_signs.SIGNS`.

usage: python models/claims/answers.py [--stories DIR] [--train train.jsonl.gz] [--keep FILE]

One for who confirms a thing, one for every other answer. A row is an answer of ours and a claim of
ours; its label says whether that claim has an account of a labelled claim which lists the answer.
Claims without an account of any labelled one count half: nobody said what answers them. Only the
stories that may be looked at (`FITTED`) and the real ones of `labels.jsonl` that are not
"loose" are fitted on; the others stay for checking. Chance plays no part. 1 minute on one core.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus import ROOT, SAME, Story, covering, invented, jaccard, options, real, stretches
from logistic import fitted
from train import average_precision

import firsthand
from firsthand import Attribution
from firsthand.claim import propose
from firsthand.claim.answer_signs import SIGNS, Scene, signs
from firsthand.claim.responses import is_answer

HERE = Path(__file__).parent
FITTED = ("pol-", "loc-", "biz-")
RIDGE = 5.0
FOLDS = 5
REAL = 1.5  # weight of a real story's row against an invented one's
BESIDE = 0.5  # weight of a claim of ours that tells no labelled one
# What each of the two looks at: chosen greedily by the likelihood of stories left out, five folds.
CHOSEN = {
    "answers": (
        "distance", "unheard", "elsewhere", "next", "named", "name", "hold", "hold best",
        "paragraph best", "title", "tellers", "told", "told best", "document", "unnamed",
        "speaks for", "unreachable",
    ),
    "confirms": (
        "distance", "own", "paragraph", "inside", "teller", "number", "title", "elsewhere", "hold",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """One answer held against the claims of its story."""

    kind: str  # of answer
    number: int  # of the story
    is_real: bool
    table: np.ndarray  # claims x signs
    labels: np.ndarray
    told: np.ndarray  # whether the claim has an account of a labelled one


def rows(story: Story, number: int, is_real: bool) -> Iterator[Rows]:
    """Yield every answer that the program finds in a story, held against its claims."""
    pages = sorted(story.articles.values(), key=lambda item: item.id)
    names = {article.id: name for name, article in story.articles.items()}
    covered = covering(story)
    scenes: list[Scene] = []

    def keep(drafts, attributions, articles, vocabulary, links):
        scenes.append(Scene(drafts, attributions, articles, vocabulary))
        return drafts

    shipped, propose.answered = propose.answered, keep
    try:
        case = firsthand.analyse(pages)
    finally:
        propose.answered = shipped
    about = _answered(story, case.attributions, covered)
    tells = {
        claim.id: {
            number
            for number, accounts in enumerate(story.accounts)
            for name, places in accounts
            for account in claim.accounts
            if names[account.article] == name
            and jaccard(covered(name, places), covered(name, stretches(account.spans))) >= SAME
        }
        for claim in case.claims
    }
    for scene in scenes:
        for item in filter(is_answer, scene.attributions):
            answer = scene.answer(item)
            targets = scene.candidates(answer)
            if targets:
                held = [tells[scene.drafts[target.index].id] for target in targets]
                mine = about.get(item.id, set())
                yield Rows(
                    kind="confirms" if item.act == "confirms" else "answers",
                    number=number,
                    is_real=is_real,
                    table=np.array(signs(answer, targets, scene.vocabulary)),
                    labels=np.array([float(bool(claims & mine)) for claims in held]),
                    told=np.array([bool(claims) for claims in held]),
                )


def _answered(story: Story, found: tuple[Attribution, ...], covered) -> dict[str, set[int]]:
    """Give for each attribution of ours the labelled claims that list it as this very answer."""
    names = {article.id: name for name, article in story.articles.items()}
    about: dict[str, set[int]] = {}
    for number, answers in enumerate(story.answers):
        for gold in answers:
            content, cue = covered(gold.article, gold.content), covered(gold.article, gold.cue)
            best = (0.0, "")
            for item in found:
                if names[item.article] != gold.article or item.act != gold.act:
                    continue
                said = covered(gold.article, stretches(item.content))
                cues = covered(gold.article, stretches(item.cue))
                if content and said:
                    inside = len(content & said) >= SAME * min(len(content), len(said))
                else:
                    inside = bool((content | cue) & (said | cues))
                if inside:
                    like = jaccard(content, said) + jaccard(cue, cues)
                    best = max(best, (like, item.id))
            if best[1]:
                about.setdefault(best[1], set()).add(number)
    return about


def weighed(found: list[Rows], chosen: tuple[str, ...]) -> np.ndarray:
    """Give the weights of the chosen signs, the constant last."""
    places = [SIGNS.index(name) for name in chosen]
    table = np.vstack([item.table for item in found])[:, places]
    labels = np.concatenate([item.labels for item in found])
    weights = np.concatenate(
        [np.where(item.told, 1.0, BESIDE) * (REAL if item.is_real else 1.0) for item in found]
    )
    return fitted(table, labels, weights, RIDGE)


def main() -> None:
    """Read the stories, print held-out figures, fit on all and write the weights."""
    given = options(__doc__, ROOT / "src/firsthand/claim/responses.toml").parse_args()
    if given.keep and given.keep.exists():
        found = pickle.loads(given.keep.read_bytes())
    else:
        made = [item for item in invented(given.stories) if item.name.startswith(FITTED)]
        # with the loose ones no set gains (README.md)
        lived = [story for story in real(HERE / "labels.jsonl", given.train) if not story.is_loose]
        found = [
            row
            for number, story in enumerate([*made, *lived])
            for row in rows(story, number, is_real=number >= len(made))
        ]
        if given.keep:
            given.keep.write_bytes(pickle.dumps(found))
    lines = ["# Weights of responses.py, written by models/claims/answers.py. Not for hand.", ""]
    for kind, chosen in CHOSEN.items():
        mine = [item for item in found if item.kind == kind]
        places = [SIGNS.index(name) for name in chosen]
        chances, labels = [], []
        for fold in range(FOLDS):
            beta = weighed([item for item in mine if item.number % FOLDS != fold], chosen)
            for item in mine:
                if item.number % FOLDS == fold:
                    chances.append((item.table[:, places] @ beta[:-1] + beta[-1])[item.told])
                    labels.append(item.labels[item.told])
        precision, _ = average_precision(np.concatenate(labels), np.concatenate(chances))
        print(f"{kind}: held out, average precision {precision:.3f} over labelled claims")
        beta = weighed(mine, chosen)
        lines += [f"[{kind}]", f"constant = {beta[-1]:.4f}", f"[{kind}.weights]"]
        lines += [f'"{name}" = {value:.4f}' for name, value in zip(chosen, beta[:-1], strict=True)]
        lines.append("")
    given.out.write_text("\n".join(lines).rstrip() + "\n", "utf8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
