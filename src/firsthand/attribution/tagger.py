"""Finds who says what: the learned tagger, loaded once for a process and passed in.

The network (models/attribution says how it is made) reads windows of word pieces and scores each
word as content, cue or source; `decode` makes attributions of the scores. What it gives is raw:
three roles pinned by offset. Names, kinds and chains come after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from firsthand.attribution.decode import DEFAULTS, Chain, Draft, Floats, Params, drafts
from firsthand.attribution.windows import Window, windows
from firsthand.errors import ModelError
from firsthand.types import Record

__all__ = ["Found", "Tagger"]

_FOLDER = Path(__file__).parent / "model"
_FIX = "install firsthand again: the model comes with it"

Ranges = tuple[tuple[int, int], ...]


class Found(Record, frozen=True, kw_only=True):
    """One attribution as tagged: offsets in the text, code points, in order."""

    content: Ranges
    cue: Ranges
    source: Ranges
    score: float  # mean probability of the tags, in [0, 1]


class Tagger:
    """The network with its tokenizer; `tag` is pure and may be called from one thread at a time."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        chain: Chain,
        params: Params = DEFAULTS,
    ) -> None:
        self._session, self._tokenizer = session, tokenizer
        self._chain, self._params = chain, params

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Tagger:
        """Read the model that comes with the package, or the one in `folder`.

        Raises ModelError when a file is missing or is not the one that `model.json` names.
        """
        place = folder or _FOLDER
        notes = _notes(place)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(place / "tagger.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            # the fused kernel works row by row: 28 ms a window without it, 32 with
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        change, scale = (np.asarray(notes[key], np.float32) for key in ("change", "scale"))
        return cls(session, tokenizer, Chain.of(change, scale))

    def tag(self, text: str, blocks: Sequence[tuple[int, int]]) -> list[Found]:
        """Find the attributions of the body paragraphs `blocks`, [start, end) each, in order."""
        found = [
            _found(text, window, draft)
            for window in windows(text, blocks, self._tokenizer)
            for draft in drafts(window, self.scores(window), self._chain, self._params)
        ]
        return sorted(found, key=lambda item: (item.cue, item.content))

    def scores(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """Log probabilities of tags, cues and sources for the pieces of one window."""
        given = {
            "ids": np.asarray([window.ids], np.int64),
            "features": np.asarray([window.features], np.int64),
        }
        tags, cues, sources = self._session.run(["tags", "cues", "sources"], given)
        return tags[0], cues[0], sources[0]


def _notes(place: Path) -> dict[str, list[list[float]]]:
    """Read `model.json` and check the files it names against their hashes."""
    try:
        notes: dict[str, dict[str, str]] = json.loads((place / "model.json").read_text("utf8"))
        for name, wanted in notes["sha256"].items():
            if hashlib.sha256((place / name).read_bytes()).hexdigest() != wanted:
                fault = f"{name} is damaged: its sha256 is not {wanted[:12]}…"
                raise ModelError(fault, where=str(place), fix=_FIX)
    except OSError as error:
        missing = Path(error.filename or "model.json").name
        raise ModelError(f"{missing} is missing", where=str(place), fix=_FIX) from error
    except (ValueError, KeyError) as error:
        raise ModelError("model.json can't be read", where=str(place), fix=_FIX) from error
    return notes  # type: ignore[return-value]


def _pinned(window: Window, words: list[int]) -> Iterator[tuple[int, int]]:
    """The stretch from a span's first word to the end of its last."""
    if words:
        last = words[-1]
        following = last + 1
        while following < len(window.ids) and window.starts[following] >= 0:
            if window.first[following]:
                break
            last = following
            following += 1
        yield window.starts[words[0]], window.ends[last]


def _found(text: str, window: Window, draft: Draft) -> Found:
    content = sorted(stretch for words in draft.content for stretch in _pinned(window, words))
    return Found(
        content=tuple(content),
        cue=tuple(_pinned(window, draft.cue)),
        source=tuple(_pinned(window, draft.source)),
        score=draft.score,
    )
