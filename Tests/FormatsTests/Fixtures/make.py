#!/usr/bin/env python3
"""Makes the files of this folder that README.md lists under "made by make.py". Needs numpy."""
import io, json, os, struct, zipfile, zlib
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
at = lambda name: os.path.join(here, name)
a = np.arange(12, dtype="<f4").reshape(3, 4)


def npy(array, version=(1, 0)):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def write(name, data):
    with open(at(name), "wb") as out:
        out.write(data)


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def archive(members, flags=0, wide=False):
    """A zip archive by hand: (name, method, packed bytes, size, checksum) for each member. `wide` puts all numbers in zip64."""
    out, directory = b"", b""
    full = 0xFFFFFFFF
    for name, method, packed, size, checksum in members:
        name = name.encode()
        sizes = (full, full) if wide else (len(packed), size)
        local = struct.pack("<HHQQ", 1, 16, size, len(packed)) if wide else b""
        central = struct.pack("<HHQQQ", 1, 24, size, len(packed), len(out)) if wide else b""
        directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, flags, method, 0, 33, checksum, *sizes,
                                 len(name), len(central), 0, 0, 0, 0, full if wide else len(out)) + name + central
        out += struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, flags, method, 0, 33, checksum, *sizes, len(name), len(local))
        out += name + local + packed
    place, count = len(out), len(members)
    out += directory
    if wide:
        end = len(out)
        out += struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, len(directory), place)
        out += struct.pack("<IIQI", 0x07064B50, 0, end, 1)
        out += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, full, full, 0)
    else:
        out += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), place, 0)
    return out


def member(name, array):
    data = npy(array)
    return name, 0, data, len(data), zlib.crc32(data)


write("version2.npy", npy(a, (2, 0)))
write("version3.npy", npy(a, (3, 0)))
write("columns.npy", npy(np.asfortranarray(np.arange(24, dtype="<f8").reshape(2, 3, 4))))
np.savez(at("integers.npz"), i1=np.array([-128, 127], "i1"), i2=np.array([-32768, 32767], "<i2"),
         i4=np.array([-2**31, 2**31 - 1], "<i4"), i8=np.array([-2**63, 2**63 - 1], "<i8"),
         u1=np.array([0, 255], "u1"), u2=np.array([0, 65535], "<u2"), u4=np.array([0, 2**32 - 1], "<u4"),
         u8=np.array([0, 2**63 - 1], "<u8"), b1=np.array([True, False]), too_large=np.array([1, 2**63], "<u8"))
np.savez_compressed(at("columns_deflated.npz"), a=np.asfortranarray((np.arange(40000, dtype="<i4") % 251).reshape(200, 200)))
write("wide.npz", archive([member("a.npy", a), member("b.npy", a + 1)], wide=True))
write("encrypted.npz", archive([member("a.npy", a)], flags=1))
write("twice.npz", archive([member("\u00e9.npy", a), member("e\u0301.npy", a)]))
write("decomposed.npz", archive([member("e\u0301.npy", a)]))

data = npy(a)
sum_of_a = zlib.crc32(data)
write("bomb.npz", archive([("a.npy", 8, deflate(data + bytes(10_000_000)), len(data), sum_of_a)]))
write("short.npz", archive([("a.npy", 8, deflate(data[:-8]), len(data), sum_of_a)]))
write("claim.npz", archive([("a.npy", 8, deflate(data), 2**60, sum_of_a)], wide=True))
write("damaged.npz", archive([("a.npy", 0, data[:-1] + b"?", len(data), sum_of_a)]))
write("damaged_deflated.npz", archive([("a.npy", 8, deflate(data[:-1] + b"?"), len(data), sum_of_a)]))
write("overlap.npz", archive([member("a.npy", a), member("b.npy", a)]).replace(  # both at place 0
    struct.pack("<I", 30 + 5 + len(data)) + b"b.npy", struct.pack("<I", 0) + b"a.npy"))

with zipfile.ZipFile(at("bzip2.npz"), "w", zipfile.ZIP_BZIP2) as out:
    out.writestr("a.npy", data)
with zipfile.ZipFile(at("mixed.npz"), "w") as out:
    out.writestr("README.txt", "not an array")
    out.writestr("layer/", "")
    out.writestr("layer/a.npy", data)
with zipfile.ZipFile(at("no_arrays.npz"), "w") as out:
    out.writestr("archive/data.pkl", "not an array")
np.savez(at("nothing.npz"))


class Unseekable(io.RawIOBase):
    """Makes zipfile put the sizes behind the members instead of before them."""
    def __init__(self): self.data = b""
    def writable(self): return True
    def write(self, data): self.data += bytes(data); return len(data)


stream = Unseekable()
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("a.npy", data)
write("streamed.npz", stream.data)

write("records.npy", npy(np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")])))
write("text.npy", npy(np.array(["ab", "c"])))
write("complex.npy", npy(np.zeros(2, dtype="<c8")))

tensors = {
    "bf16": ("BF16", [4], np.array([0x3F80, 0xC000, 0x7F80, 0x0001], "<u2").tobytes()),
    "f16": ("F16", [6], np.array([1, -2, 65504, 2**-24, np.inf, -0.0], "<f2").tobytes()),
    "nan": ("F32", [2], struct.pack("<II", 0x7FC12345, 0xFF812345)),
    "f8": ("F8_E4M3", [3], bytes(3)),
    "u8": ("U8", [2], bytes([7, 255])),
    "i8": ("I8", [2], bytes([7, 255])),
    "i16": ("I16", [2], struct.pack("<hh", -5, 300)),
    "i32": ("I32", [1, 1], struct.pack("<i", -70000)),
    "bool": ("BOOL", [2], bytes([1, 0])),
    "σ(h̃)": ("F64", [], struct.pack("<d", 0.1)),
}
header, body = {}, b""
for name, (dtype, shape, content) in tensors.items():
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(body), len(body) + len(content)]}
    body += content
text = json.dumps(header).encode()
write("kinds.safetensors", struct.pack("<Q", len(text)) + text + body)
