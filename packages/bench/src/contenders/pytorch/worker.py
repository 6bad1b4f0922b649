"""PyTorch's side of a comparison. Reads a JSON object a line, answers each with one.

Its first line says which PyTorch it is. Times are wall clock, taken here.
"""

import base64
import ctypes
import json
import re
import sys
import time

import torch

from translator import Translator

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


def tensor(sent):
    data = bytearray(base64.b64decode(sent["data"]))
    return torch.frombuffer(data, dtype=getattr(torch, sent["type"])).reshape(sent["shape"])


def packed(values):
    return base64.b64encode(values.detach().contiguous().numpy().tobytes()).decode()


def recurrent(work, start):
    """The recurrent layer, time first, its weights set; no biases, as on all sides."""
    kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}
    relu = {"nonlinearity": "relu"} if work["variant"] == "relu" else {}
    layer = kinds[work["cell"]](work["input"], work["hidden"], bias=False, **relu)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(start["weightIh"])
        layer.weight_hh_l0.copy_(start["weightHh"])
    return layer


class Network(torch.nn.Module):
    """x [time, batch, input] -> logits [batch, classes] of the last output."""

    def __init__(self, work, start):
        super().__init__()
        self.rnn = recurrent(work, start)
        self.head = torch.nn.Linear(work["hidden"], start["head"].shape[0])
        with torch.no_grad():
            self.head.weight.copy_(start["head"])
            self.head.bias.zero_()

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.head(y[-1])


class Inference:
    def __init__(self, work, start):
        self.network = Network(work, start).eval()
        self.x = start["x"]

    @torch.no_grad()
    def run(self):
        return torch.softmax(self.network(self.x), 1).numpy()

    def results(self):
        return {"probabilities": torch.from_numpy(self.run())}


class Training:
    def __init__(self, work, start):
        self.network = self.make_network(work, start)
        self.optimizer = torch.optim.Adam(
            self.network.parameters(), lr=work["learningRate"], eps=work["epsilon"]
        )

    def make_network(self, work, start):
        self.x, self.targets = start["x"], start["targets"].long()
        return Network(work, start)

    def loss(self):
        return torch.nn.functional.cross_entropy(self.network(self.x), self.targets)

    def backward(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        return loss

    def run(self):
        loss = self.backward()
        self.optimizer.step()
        return loss.item()

    def losses(self):
        return torch.tensor([self.run() for _ in range(STEPS)])

    def results(self):
        found = {"probabilities": torch.softmax(self.network(self.x), 1)}
        self.backward()
        found["gradient of weight_ih"] = self.network.rnn.weight_ih_l0.grad.clone()
        found["gradient of weight_hh"] = self.network.rnn.weight_hh_l0.grad.clone()
        found["gradient of head"] = self.network.head.weight.grad.clone()
        found["losses"] = self.losses()
        return found


class TranslationTraining(Training):
    def make_network(self, work, start):
        self.clip_norm = work["clipNorm"]
        return Translator(work, start)

    def loss(self):
        return self.network()

    def run(self):
        loss = self.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.clip_norm)
        self.optimizer.step()
        return loss.item()

    def results(self):
        self.backward()
        named = self.network.named_parameters()
        found = {f"gradient of {name}": value.grad.clone() for name, value in named}
        found["losses"] = self.losses()
        return found


class Step:
    def __init__(self, work, start):
        self.rnn = recurrent(work, start)
        self.x = start["x"]
        zeros = torch.zeros(1, work["batch"], work["hidden"])
        self.state = (zeros, zeros.clone()) if work["cell"] == "lstm" else zeros

    @torch.no_grad()
    def run(self):
        y, self.state = self.rnn(self.x, self.state)
        return y.numpy()

    def results(self):
        found = {f"output {n}": torch.from_numpy(self.run()) for n in range(1, STEPS + 1)}
        if isinstance(self.state, tuple):
            found["c"] = self.state[1]
        return found


class Product:
    def __init__(self, work, start):
        self.a = start["a"].t() if work["transposeA"] else start["a"]
        self.b = start["b"].t() if work["transposeB"] else start["b"]

    @torch.no_grad()
    def run(self):
        return torch.mm(self.a, self.b).numpy()

    def results(self):
        return {"product": torch.from_numpy(self.run())}


def blas():
    """The OpenBLAS in use, in its own words, or what PyTorch was built with."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    try:
        with open("/proc/self/maps") as maps:
            path = re.search(r"\S*libopenblas\S*", maps.read()).group()
        config = ctypes.CDLL(path).openblas_get_config
        config.restype = ctypes.c_char_p
        words = config().decode().split()
        return " ".join(w for w in words if not w.isupper() and "=" not in w or w == "OpenBLAS")
    except (OSError, AttributeError):
        return re.search(r"BLAS_INFO=(\w+)|$", torch.__config__.show()).group(1) or "BLAS unknown"


def version():
    onednn = re.search(r"MKL-DNN v[\d.]+|$", torch.__config__.show()).group()
    return f"{torch.__version__} ({', '.join(filter(None, [blas(), onednn]))})"


def sample(session, repetitions):
    started = time.perf_counter()
    for _ in range(repetitions):
        session.run()
    return 1000 * (time.perf_counter() - started)


def kind(work):
    return TranslationTraining if work["kind"] == "translation" else modes[work["mode"]]


def answer(request):
    if request["do"] == "open":
        start = {name: tensor(sent) for name, sent in request["start"].items()}
        sessions[request["session"]] = kind(request["work"])(request["work"], start)
    elif request["do"] == "results":
        return {name: packed(v) for name, v in sessions[request["session"]].results().items()}
    elif request["do"] == "sample":
        return sample(sessions[request["session"]], request["repetitions"])
    elif request["do"] == "dispose":
        del sessions[request["session"]]
    return None


modes = {"inference": Inference, "training": Training, "step": Step, "product": Product}
sessions = {}
STEPS = int(sys.argv[1])
print(json.dumps({"version": version()}), flush=True)
for line in sys.stdin:
    try:
        print(json.dumps({"result": answer(json.loads(line))}), flush=True)
    except Exception as error:  # told to the other side, which stops
        print(json.dumps({"error": repr(error)}), flush=True)
