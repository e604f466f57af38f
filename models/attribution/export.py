"""Writes a fitted network as int8 ONNX with its tokenizer and `model.json`.

`python export.py run.pt --tokenizer tokenizer.json --out FOLDER`. The graph is written by hand:
one window at a time, no padding, so no mask. Weights become int8 with one scale a column;
activations are quantised as they come.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from corpus import TAGS
from network import POINTER, Network, buckets, restored
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic

from firsthand.attribution.windows import FEATURES, PIECES

LONGEST = 512


class Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def const(self, values: object, name: str | None = None) -> str:
        """Add a constant."""
        name = name or f"c{len(self.constants)}"
        array = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def do(self, kind: str, *inputs: str, **options: object) -> str:
        """Add a node with one result."""
        return self.many(kind, 1, *inputs, **options)[0]

    def many(self, kind: str, count: int, *inputs: str, **options: object) -> list[str]:
        """Add a node with several results."""
        names = [f"{kind}{len(self.nodes)}_{k}" for k in range(count)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **options))
        return names

    def linear(self, x: str, layer: torch.nn.Linear) -> str:
        """Add a matrix product and its bias."""
        x = self.do("MatMul", x, self.const(layer.weight.T))
        return x if layer.bias is None else self.do("Add", x, self.const(layer.bias))

    def norm(self, x: str, layer: torch.nn.LayerNorm) -> str:
        """Add a layer norm."""
        parts = x, self.const(layer.weight), self.const(layer.bias)
        return self.do("LayerNormalization", *parts, axis=-1, epsilon=layer.eps)


def _distances(graph: Graph, model: Network, length: str) -> str:
    """The relative bias [heads, n, n], looked up by how far apart two pieces stand."""
    line = buckets(LONGEST)
    ahead = torch.cat([line[0].flip(0), line[1:, 0]])  # distance -511 … 511
    table = graph.const(model.distance[ahead])
    scalar = graph.do("Squeeze", length)
    place = graph.do("Range", graph.const(np.int64(0)), scalar, graph.const(np.int64(1)))
    rows = graph.do("Unsqueeze", place, graph.const(np.array([1])))
    columns = graph.do("Unsqueeze", place, graph.const(np.array([0])))
    apart = graph.do("Sub", rows, columns)
    index = graph.do("Add", apart, graph.const(np.int64(LONGEST - 1)))
    return graph.do("Transpose", graph.do("Gather", table, index), perm=[2, 0, 1])


def _layer(graph: Graph, x: str, block: torch.nn.Module, bias: str | None, hidden: int) -> str:
    heads = block.heads
    apart = graph.const(np.array([0, 0, heads, hidden // heads]))
    joined = graph.const(np.array([0, 0, hidden]))
    q, k, v = graph.many("Split", 3, graph.linear(x, block.qkv), axis=-1, num_outputs=3)
    q = graph.do("Transpose", graph.do("Reshape", q, apart), perm=[0, 2, 1, 3])
    k = graph.do("Transpose", graph.do("Reshape", k, apart), perm=[0, 2, 3, 1])
    v = graph.do("Transpose", graph.do("Reshape", v, apart), perm=[0, 2, 1, 3])
    scale = graph.const(np.float32((hidden // heads) ** -0.5))
    score = graph.do("Mul", graph.do("MatMul", q, k), scale)
    if bias:
        score = graph.do("Add", score, bias)
    mixed = graph.do("MatMul", graph.do("Softmax", score, axis=-1), v)
    mixed = graph.do("Reshape", graph.do("Transpose", mixed, perm=[0, 2, 1, 3]), joined)
    x = graph.norm(graph.do("Add", x, graph.linear(mixed, block.o)), block.norm1)
    inner = graph.do("Gelu", graph.linear(x, block.wide))
    return graph.norm(graph.do("Add", x, graph.linear(inner, block.narrow)), block.norm2)


def build(model: Network) -> onnx.ModelProto:
    graph = Graph()
    hidden = model.shape.hidden
    length = graph.do("Shape", "ids", start=1, end=2)
    first = graph.const(np.array([0]))
    position = graph.do("Slice", graph.const(model.position), first, length, first)
    word = graph.do("Gather", graph.const(model.word.weight, "words"), "ids")
    x = graph.do(
        "Add",
        graph.do("Add", word, position),
        graph.do("Gather", graph.const(model.feature.weight), "features"),
    )
    x = graph.norm(x, model.norm)
    bias = _distances(graph, model, length) if model.shape.relative else None
    for block in model.blocks:
        x = _layer(graph, x, block, bias, hidden)
    outputs = [graph.do("LogSoftmax", graph.linear(x, model.tags), axis=-1)]
    parts = graph.many("Split", 4, graph.linear(x, model.pointer), axis=-1, num_outputs=4)
    scale = graph.const(np.float32(POINTER**-0.5))
    for left, right in ((0, 1), (2, 3)):
        turned = graph.do("Transpose", parts[right], perm=[0, 2, 1])
        score = graph.do("Mul", graph.do("MatMul", parts[left], turned), scale)
        outputs.append(graph.do("LogSoftmax", score, axis=-1))
    for found, name in zip(outputs, ("tags", "cues", "sources"), strict=True):
        graph.nodes.append(helper.make_node("Identity", [found], [name]))
    value = helper.make_tensor_value_info
    given = [value(name, TensorProto.INT64, ["b", "n"]) for name in ("ids", "features")]
    gives = [value(name, TensorProto.FLOAT, None) for name in ("tags", "cues", "sources")]
    whole = helper.make_graph(graph.nodes, "attribution", given, gives, graph.constants)
    made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 20)])
    made.ir_version = 9
    return made


def _part_words(target: Path) -> None:
    """Put the word table in a file of its own: no run changes it, so history holds it once."""
    made = onnx.load(target)
    table = max(made.graph.initializer, key=lambda part: len(part.raw_data))
    (target.parent / "words.bin").write_bytes(table.raw_data)
    set_external_data(table, "words.bin", length=len(table.raw_data))
    table.ClearField("raw_data")
    onnx.save(made, target)


def write(model: Network, tokenizer: Path, out: Path, note: dict[str, object], whole: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    target = out / "tagger.onnx"
    with tempfile.TemporaryDirectory() as folder:
        wide = Path(folder) / "wide.onnx"
        onnx.save(build(model), wide)
        if whole:
            shutil.copy(wide, target)
        else:
            quantize_dynamic(
                wide,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gather"],
            )
    _part_words(target)
    shutil.copy(tokenizer, out / "tokenizer.json")
    hashes = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest()
        for name in ("tagger.onnx", "words.bin", "tokenizer.json")
    }
    meta = {"tags": TAGS, "pieces": PIECES, "features": FEATURES, "sha256": hashes, **note}
    meta["change"] = [[round(v, 4) for v in row] for row in model.change.detach().tolist()]
    meta["scale"] = [1.0] * len(TAGS)  # until chain.py fits it
    (out / "model.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep float32 weights")
    options = parser.parse_args()
    write(restored(options.run), options.tokenizer, options.out, {}, options.float)


if __name__ == "__main__":
    main()
