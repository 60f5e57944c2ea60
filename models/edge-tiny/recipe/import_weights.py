"""Turns the GGUF back into weights for train.py --resume: `python import_weights.py edge-tiny-q8_0.gguf build`. Needs the `gguf` package."""
import pathlib
import shutil
import sys

import gguf
import torch

from model import EdgeTiny

source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
PARTS = {"attn_norm": "attention_norm", "ffn_norm": "feed_forward_norm", "attn_q": "query", "attn_k": "key", "attn_v": "value",
         "attn_output": "output", "ffn_gate": "gate", "ffn_up": "up", "ffn_down": "down"}
NAMES = {"token_embd.weight": "embedding.weight", "output_norm.weight": "norm.weight"}


def name_of(tensor):
    if tensor in NAMES:
        return NAMES[tensor]
    _, layer, part, _ = tensor.split(".")
    return f"layers.{layer}.{PARTS[part]}.weight"


model = EdgeTiny()
model.load_state_dict({name_of(t.name): torch.from_numpy(gguf.quants.dequantize(t.data, t.tensor_type).copy()).float() for t in gguf.GGUFReader(source).tensors})
folder.mkdir(parents=True, exist_ok=True)
torch.save(model.state_dict(), folder / "weights.pt")
shutil.copy(pathlib.Path(__file__).parent / "tokenizer.model", folder / "tokenizer.model")
