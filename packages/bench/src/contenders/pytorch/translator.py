"""The model of Unroll's task `translation`, as one writes it with PyTorch."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Translator(torch.nn.Module):
    """The loss of one batch. Its parameters have the names that the task's model gives them.

    Time comes first, which is a few percent faster here than the batch. Steps past a row's end are computed by
    nothing but the attention: sequences are packed, and the rows of the output layer are picked.
    """

    def __init__(self, work, start):
        super().__init__()
        size, vocabulary = work["size"], work["vocabulary"]
        self.sourceEmbedding = torch.nn.Embedding(vocabulary, size)
        self.encoder = torch.nn.LSTM(size, size, bidirectional=True)
        self.decoder = torch.nn.ModuleDict(
            {
                "bridge": torch.nn.Linear(2 * size, 4 * size),
                "first": torch.nn.LSTM(size, size),
                "attention": torch.nn.ModuleDict({"memory": torch.nn.Linear(2 * size, size, bias=False)}),
                "upper": torch.nn.LSTM(3 * size, size),
                "combine": torch.nn.Linear(3 * size, size),
            }
        )
        self.output = torch.nn.Linear(size, vocabulary)
        self.output.weight = self.sourceEmbedding.weight
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(start[name])

        self.source, self.inputs, targets = (
            start[name].t().contiguous().long() for name in ("source", "inputs", "targets")
        )
        positions, steps = self.source.shape[0], self.inputs.shape[0]
        self.source_lengths = unless_all(start["sourceLengths"].long(), positions)
        self.target_lengths = unless_all(start["targetLengths"].long(), steps)
        past_end = torch.arange(positions) >= start["sourceLengths"][:, None]
        self.hidden = None if self.source_lengths is None else past_end[:, None, :]
        self.kept = None if self.target_lengths is None else targets >= 0
        self.targets = targets[targets >= 0]
        self.smoothing = work["labelSmoothing"]

    def forward(self):
        memory, (ends, _) = run(self.encoder, self.sourceEmbedding(self.source), self.source_lengths)
        begin = torch.tanh(self.decoder["bridge"](torch.cat([ends[0], ends[1]], 1)))
        h1, c1, h2, c2 = (part[None].contiguous() for part in begin.chunk(4, 1))

        words = self.sourceEmbedding(self.inputs)
        asked, _ = run(self.decoder["first"], words, self.target_lengths, (h1, c1))
        found = self.attend(asked, memory)
        seen = torch.cat([asked, found], 2)
        top, _ = run(self.decoder["upper"], seen, self.target_lengths, (h2, c2))

        read = torch.cat([top, found], 2)
        read = read.flatten(0, 1) if self.kept is None else read[self.kept]
        logits = self.output(torch.tanh(self.decoder["combine"](read)))
        return torch.nn.functional.cross_entropy(logits, self.targets, label_smoothing=self.smoothing)

    def attend(self, queries, memory):
        """queries [time, batch, size], memory [positions, batch, 2 size] -> [time, batch, 2 size]"""
        keys = self.decoder["attention"]["memory"](memory)
        scores = torch.bmm(queries.transpose(0, 1), keys.permute(1, 2, 0))
        if self.hidden is not None:
            scores = scores.masked_fill(self.hidden, float("-inf"))
        return torch.bmm(torch.softmax(scores, 2), memory.transpose(0, 1)).transpose(0, 1)


def unless_all(lengths, steps):
    """None where every row has all steps."""
    return None if (lengths == steps).all() else lengths


def run(lstm, x, lengths, state=None):
    """An LSTM over rows of these lengths."""
    if lengths is None:
        return lstm(x, state)
    y, end = lstm(pack_padded_sequence(x, lengths, enforce_sorted=False), state)
    return pad_packed_sequence(y, total_length=x.shape[0])[0], end
