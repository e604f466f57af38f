"""The encoder with its heads: word pieces in, tag scores and two pointers out.

The encoder is a BERT or MPNet read from plain safetensors; both use one vocabulary here, BERT's.
Multiplications run in bfloat16, weights are kept in float32. Word embeddings stay as they are:
fine-tuning has too little text to move 30,000 rows well.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from corpus import TAGS
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from firsthand.attribution.windows import FEATURES

POINTER = 128
FAR = -1e4


@dataclass(frozen=True)
class Shape:
    """What kind of encoder, and how much of it is used."""

    hidden: int
    heads: int
    layers: int
    eps: float
    relative: bool  # MPNet: attention knows how far apart two pieces stand


def _mpnet_names(layer: int) -> dict[str, str]:
    base = f"encoder.layer.{layer}."
    return {
        "q": base + "attention.attn.q",
        "k": base + "attention.attn.k",
        "v": base + "attention.attn.v",
        "o": base + "attention.attn.o",
        "norm1": base + "attention.LayerNorm",
        "wide": base + "intermediate.dense",
        "narrow": base + "output.dense",
        "norm2": base + "output.LayerNorm",
    }


def _bert_names(layer: int) -> dict[str, str]:
    base = f"encoder.layer.{layer}."
    return _mpnet_names(layer) | {
        "q": base + "attention.self.query",
        "k": base + "attention.self.key",
        "v": base + "attention.self.value",
        "o": base + "attention.output.dense",
        "norm1": base + "attention.output.LayerNorm",
    }


def buckets(length: int, count: int = 32, far: int = 128) -> Tensor:
    """MPNet's numbering of distances: exact when near, logarithmic when far, by direction."""
    place = torch.arange(length)
    distance = place[:, None] - place[None, :]
    half = count // 2
    exact = half // 2
    size = distance.abs().clamp(min=1)
    grown = exact + (torch.log(size / exact) / math.log(far / exact) * (half - exact)).long()
    near = torch.where(distance.abs() < exact, distance.abs(), grown.clamp(max=half - 1))
    return near + half * (distance < 0).long()


class Block(nn.Module):
    """One layer of the encoder, norms after the sums."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        h = shape.hidden
        self.heads, self.eps = shape.heads, shape.eps
        self.qkv, self.o = nn.Linear(h, 3 * h), nn.Linear(h, h)
        self.wide, self.narrow = nn.Linear(h, 4 * h), nn.Linear(4 * h, h)
        self.norm1, self.norm2 = nn.LayerNorm(h, shape.eps), nn.LayerNorm(h, shape.eps)

    def forward(self, x: Tensor, bias: Tensor, drop: float) -> Tensor:
        """Give the pieces' new states; `bias` is added to what each sees of the others."""
        batch, length, h = x.shape
        q, k, v = (
            part.view(batch, length, self.heads, h // self.heads).transpose(1, 2)
            for part in linear(x, self.qkv).chunk(3, -1)
        )
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, h)
        x = norm(x + dropped(linear(mixed, self.o), drop), self.norm1)
        inner = linear(F.gelu(linear(x, self.wide)), self.narrow)
        return norm(x + dropped(inner, drop), self.norm2)


def linear(x: Tensor, layer: nn.Linear) -> Tensor:
    return F.linear(x, layer.weight.to(x.dtype), layer.bias.to(x.dtype))


def norm(x: Tensor, layer: nn.LayerNorm) -> Tensor:
    return F.layer_norm(
        x, layer.normalized_shape, layer.weight.to(x.dtype), layer.bias.to(x.dtype), layer.eps
    )


NOISE = np.random.default_rng(0)  # bytes from NumPy: PyTorch's own draw is a third of a step


def dropped(x: Tensor, rate: float) -> Tensor:
    if not rate:
        return x
    draw = torch.from_numpy(NOISE.integers(0, 256, x.shape, np.uint8))
    limit = round(256 * rate)
    return x * ((draw >= limit).to(x.dtype) * (256 / (256 - limit)))


class Network(nn.Module):
    """Encoder and heads; see `forward`."""

    def __init__(self, shape: Shape, vocabulary: int) -> None:
        super().__init__()
        self.shape = shape
        h = shape.hidden
        self.word = nn.Embedding(vocabulary, h)
        self.word.weight.requires_grad_(False)
        self.position = nn.Parameter(torch.zeros(512, h))
        self.feature = nn.Embedding(FEATURES, h)
        nn.init.zeros_(self.feature.weight)
        self.norm = nn.LayerNorm(h, shape.eps)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.register_buffer("distance", torch.zeros(32, shape.heads))
        self.tags = nn.Linear(h, len(TAGS))
        self.change = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))  # from tag, to tag
        self.pointer = nn.Linear(h, 4 * POINTER, bias=False)
        for layer in (self.tags, self.pointer):
            nn.init.normal_(layer.weight, std=0.02)
        nn.init.zeros_(self.tags.bias)

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor, drop: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of tags [b, n, 7], of cues for each word and of sources for each cue [b, n, n]."""
        length = ids.shape[1]
        bias = ((1 - mask) * FAR)[:, None, None, :].expand(-1, 1, length, -1)
        if self.shape.relative:
            bias = bias + self.distance[buckets(length)].permute(2, 0, 1)[None]
        bias = bias.to(torch.bfloat16)
        x = self.word(ids) + self.position[:length] + self.feature(features)
        x = dropped(norm(x, self.norm), drop).to(torch.bfloat16)
        for block in self.blocks:
            x = block(x, bias, drop)
        x = dropped(x.float(), drop)
        left, right, left2, right2 = self.pointer(x).chunk(4, -1)
        away = ((1 - mask) * FAR)[:, None, :]
        scale = POINTER**-0.5
        cues = left @ right.transpose(1, 2) * scale + away
        sources = left2 @ right2.transpose(1, 2) * scale + away
        return self.tags(x), cues, sources


def chain_loss(scores: Tensor, tags: Tensor, mask: Tensor, change: Tensor) -> Tensor:
    """Negative log likelihood of the tag sequences under a linear chain; rows are packed words."""
    safe = tags.clamp(min=0)
    gold = scores.gather(2, safe[:, :, None])[:, :, 0] * mask
    steps = change[safe[:, :-1], safe[:, 1:]] * mask[:, 1:]
    total = scores[:, 0]
    for k in range(1, scores.shape[1]):
        ahead = torch.logsumexp(total[:, :, None] + change[None], 1) + scores[:, k]
        total = torch.where(mask[:, k, None] > 0, ahead, total)
    return torch.logsumexp(total, 1) - gold.sum(1) - steps.sum(1)


def pretrained(folder: Path, layers: int) -> Network:
    """Build a network on an encoder's first `layers` layers, heads fresh."""
    stored = load_file(str(folder / "model.safetensors"))
    relative = "encoder.relative_attention_bias.weight" in stored
    hidden = stored["embeddings.word_embeddings.weight"].shape[1]
    shape = Shape(hidden, 12, layers, 1e-5 if relative else 1e-12, relative)
    network = Network(shape, 30522)
    with torch.no_grad():
        words = stored["embeddings.word_embeddings.weight"]
        position = stored["embeddings.position_embeddings.weight"]
        if relative:  # four symbols stand before BERT's vocabulary, and three replace its own
            special, words = words[:4], words[4:30526].clone()
            words[0], words[100], words[101], words[102] = (special[k] for k in (1, 3, 0, 2))
            position = position[2:]
            network.distance.copy_(stored["encoder.relative_attention_bias.weight"])
        else:
            position = position + stored["embeddings.token_type_embeddings.weight"][0]
        network.word.weight.copy_(words)
        network.position.copy_(position[:512])
        fill(network.norm, stored, "embeddings.LayerNorm")
        for number, block in enumerate(network.blocks):
            names = (_mpnet_names if relative else _bert_names)(number)
            for key in ("o", "norm1", "wide", "narrow", "norm2"):
                fill(getattr(block, key), stored, names[key])
            for end in ("weight", "bias"):
                parts = [stored[f"{names[key]}.{end}"] for key in "qkv"]
                getattr(block.qkv, end).copy_(torch.cat(parts))
    return network


def fill(layer: nn.Module, stored: dict[str, Tensor], name: str) -> None:
    layer.weight.copy_(stored[name + ".weight"])
    layer.bias.copy_(stored[name + ".bias"])


def shortened(network: Network, layers: int) -> Network:
    """Keep the first `layers` layers of a fitted network: where a student begins."""
    student = Network(replace(network.shape, layers=layers), 30522)
    kept = student.state_dict().keys()
    student.load_state_dict({k: v for k, v in network.state_dict().items() if k in kept})
    return student


def saved(network: Network) -> dict[str, object]:
    return {"shape": asdict(network.shape), "weights": network.state_dict()}


def restored(path: Path) -> Network:
    held = torch.load(path, weights_only=True)
    network = Network(Shape(**held["shape"]), 30522)
    network.load_state_dict(held["weights"])
    return network
