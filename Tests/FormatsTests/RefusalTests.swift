// Wrong files: each is answered by its own line, which these tests fix word for word.

import Formats
import Glibc
import TestSupport
import Testing

@Suite struct RefusalTests {
  @Test(arguments: [
    ("bad_dtype.safetensors", "a: the element type \"X9\" is not known; F64, F32, F16, BF16 and the integers are read"),
    ("bad_empty.safetensors", "is empty, where tensors were expected (safetensors, npz or npy)"),
    ("bad_headerlen.safetensors", "the header claims 1099511627776 bytes, but only 600 follow"),
    ("bad_offsets.safetensors", "a: its bytes 9000 to 9048 lie outside of the 216 bytes of data"),
    ("bad_shape.safetensors", "a: the shape [3, 5] of F32 needs 60 bytes, the file gives it 48"),
    ("bad_truncated.safetensors", "the file ends too soon: 608 bytes are needed, there are 599"),
    ("kinds.safetensors", "f8: has elements of type F8_E4M3, which are not read; save them as F32 or F64"),
    ("object.npz", "o: holds Python objects (|O), which are not read; save numbers instead"),
    ("dtypes.npz", "be: is big-endian (>f4), which is not read; save it as little-endian"),
    (
      "records.npy",
      "records: holds records ([('x', '<f4'), ('y', '<i4')]), which are not read; save each field as an array"
    ),
    ("text.npy", "text: has elements of type <U2, which are not read; save them as F32 or F64"),
    ("complex.npy", "complex: has elements of type <c8, which are not read; save them as F32 or F64"),
    (
      "integers.npz",
      "too_large: holds the integer 9223372036854775808, which is above the largest that is read (2^63 - 1)"
    ),
    ("encrypted.npz", "a: is encrypted; save the archive without a password"),
    ("bzip2.npz", "a: is compressed by method 12; numpy.savez and numpy.savez_compressed write what is read"),
    ("twice.npz", "\u{E9}: this name stands twice in the file"),
    ("bomb.npz", "a: the contents are longer or shorter than the archive says"),
    ("short.npz", "a: the contents are longer or shorter than the archive says"),
    ("claim.npz", "a: claims 1152921504606846976 bytes, which no 102 compressed bytes can hold"),
    ("damaged.npz", "a: the contents are damaged: the checksum is 0x919f3316, the archive says 0x26226f2d"),
    ("damaged_deflated.npz", "a: the contents are damaged: the checksum is 0x919f3316, the archive says 0x26226f2d"),
    ("overlap.npz", "a: lies on the same bytes as a"),
    (
      "no_arrays.npz",
      "the archive has no .npy arrays in it; save the weights as safetensors or with numpy.savez"
    ),
  ])
  func `a bad file is told by its own line`(name: String, message: String) {
    #expect(complaint(about: Checkout.fixture(name, of: "FormatsTests")) == message)
  }

  @Test(arguments: ["object.npz", "records.npy", "text.npy"])
  func `a file of which nothing can be read is refused when it is opened`(name: String) {
    #expect(throws: FormatError.self) { try TensorFile(path: Checkout.fixture(name, of: "FormatsTests")) }
  }

  @Test func `what is no file is told`() {
    let scratch = Scratch()
    let pipe = scratch.path("pipe")
    mkfifo(pipe, 0o600)
    #expect(complaint(about: scratch.path("none")) == "no such file")
    #expect(complaint(about: "\(Checkout.root)/Package.swift/x") == "no such file")
    #expect(complaint(about: "") == "no such file")
    #expect(complaint(about: scratch.folder) == "is a folder, where a file is needed")
    #expect(complaint(about: pipe) == "is a pipe or a device, where a file on disk is needed")
    #expect(complaint(about: "/dev/zero") == "is a pipe or a device, where a file on disk is needed")
  }

  @Test func `a path with a zero byte opens nothing`() {
    let path = Checkout.fixture("ok.safetensors", of: "FormatsTests")
    #expect(throws: FormatError(path: path + "\0.png", kind: .missing)) { try TensorFile(path: path + "\0.png") }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file that may not be read is told`() {
    let scratch = Scratch()
    let path = scratch.file("secret", [1])
    chmod(path, 0)
    #expect(complaint(about: path) == "permission denied")
  }

  @Test(arguments: [
    [0], Array("# Unroll".utf8), Array("\u{89}PNG\r\n\u{1A}\n and more than eight bytes".utf8),
    littleEndian(UInt64(2)) + Array("[]".utf8), littleEndian(UInt64(0)),
  ])
  func `a file of another kind is told by its content`(bytes: [UInt8]) {
    let scratch = Scratch()
    #expect(complaint(about: scratch.file("x.npz", bytes)) == "is no file of tensors (safetensors, npz or npy)")
  }

  @Test func `a name that is not in the file is told with those that are`() throws {
    let path = Checkout.fixture("stored.npz", of: "FormatsTests")
    let file = try TensorFile(path: path)
    let error = #expect(throws: FormatError.self) { try file.tensor(named: "W_z") }
    #expect(error?.description == "\(path): W_z: no tensor of this name; the file holds a, v, s")
  }

  @Test func `a file that was cut off after it was opened is told`() throws {
    let scratch = Scratch()
    let path = scratch.file("x", contents(of: Checkout.fixture("ok.safetensors", of: "FormatsTests")))
    let file = try TensorFile(path: path)
    truncate(path, 500)
    let error = #expect(throws: FormatError.self) { try file.tensor(named: "f8") }
    #expect(error?.message == "the file ends too soon: 528 bytes are needed, there are 500")
  }

  @Test func `control characters of a name do not reach the terminal`() {
    let scratch = Scratch()
    let header = #"{"\u001b[2J\n\u202e":{"dtype":"F99","shape":[],"data_offsets":[0,0]}}"#
    let message = complaint(about: scratch.file("x", safetensors(header, data: [])))
    #expect(message?.hasPrefix(#"\u{1b}[2J\u{a}\u{202e}: the element type "F99""#) == true)
  }

  /// A file of holes costs nothing on the disk and has any size.
  @Test func `a tensor larger than the memory is refused before it is read`() throws {
    let scratch = Scratch()
    let bytes = 1 << 43
    let header = #"{"x":{"dtype":"F64","shape":[\#(bytes / 8)],"data_offsets":[0,\#(bytes)]}}"#
    let path = scratch.file("x", safetensors(header, data: []))
    try #require(truncate(path, off_t(bytes + 8 + header.utf8.count)) == 0)
    #expect(complaint(about: path) == "x: needs 8 TiB of memory, which this machine does not have")
  }
}

@Suite struct SafetensorsHeaderTests {
  private static func tensor(_ name: String, _ begin: Int, _ end: Int, type: String = "U8") -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":[\#(end - begin)],"data_offsets":[\#(begin),\#(end)]}"#
  }

  @Test(arguments: [
    ("{", "the header is not JSON: it ends too soon, at byte 1"),
    ("{}x", "the header is not JSON: nothing more expected at byte 2, 'x' found"),
    (#"{"a":1}"#, "a: an object with dtype, shape and data_offsets was expected, a number was found"),
    (#"{"a":{}}"#, "a: dtype must be a string, as \"F32\""),
    (#"{"a":{"dtype":"F32"}}"#, "a: shape must be an array of whole numbers that are not negative, as [3, 4]"),
    (
      #"{"a":{"dtype":"F32","shape":[1.5]}}"#,
      "a: shape must be an array of whole numbers that are not negative, as [3, 4]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-1]}}"#,
      "a: shape must be an array of whole numbers that are not negative, as [3, 4]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[18446744073709551616]}}"#,
      "a: shape must be an array of whole numbers that are not negative, as [3, 4]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
      "a: data_offsets must be two whole numbers that are not negative, as [0, 48]"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "a: data_offsets end before they begin: [4, 0]"),
    (
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
      "a: the shape [4294967296, 4294967296] has more elements than can be counted"
    ),
    (
      #"{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,4]}}"#,
      "a: the shape [2305843009213693952] has more elements than can be counted"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[36028797018963968],"data_offsets":[0,144115188075855872]}}"#,
      "the file ends too soon: 144115188075855967 bytes are needed, there are 103"
    ),
    (
      #"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}"#,
      "a: the shape [3] of F4 needs 2 bytes, the file gives it 1"
    ),
    (
      "{\((0..<8).map { tensor("\($0)", $0 * (1 << 60 - 1), ($0 + 1) * (1 << 60 - 1)) }.joined(separator: ","))}",
      "the file ends too soon: 9223372036854775807 bytes are needed, there are 847"
    ),
    (#"{"__metadata__":{"k":1}}"#, "__metadata__ must be an object of strings"),
    (#"{"__metadata__":[]}"#, "__metadata__ must be an object of strings"),
    ("{\(tensor("a", 0, 4)),\(tensor("a", 4, 8))}", "a: this name stands twice in the file"),
    ("{\(tensor("\u{E9}", 0, 4)),\(tensor("e\u{301}", 4, 8))}", "e\u{301}: this name stands twice in the file"),
    ("{\(tensor("a", 0, 5)),\(tensor("b", 4, 8))}", "b: its bytes from 4 on belong to a too"),
    ("{\(tensor("a", 0, 8)),\(tensor("b", 4, 4))}", "b: its bytes from 4 on belong to a too"),
    ("{\(tensor("a", 0, 4)),\(tensor("b", 6, 8))}", "b: the bytes 4 to 6 before it belong to no tensor"),
    ("{\(tensor("b", 2, 8))}", "b: the bytes 0 to 2 before it belong to no tensor"),
  ])
  func `a header that does not fit its file is told by its own line`(header: String, message: String) {
    let scratch = Scratch()
    #expect(complaint(about: scratch.file("x", safetensors(header, data: Array(repeating: 0, count: 8)))) == message)
  }

  @Test func `bytes after the last tensor are told`() {
    let scratch = Scratch()
    let path = scratch.file("x", safetensors("{\(Self.tensor("a", 0, 4))}", data: Array(repeating: 0, count: 5)))
    #expect(complaint(about: path) == "the tensors end at byte 65, but the file has 66 bytes")
  }

  @Test func `tensors may stand in another order than their bytes`() throws {
    let scratch = Scratch()
    let header = "{\(Self.tensor("b", 2, 3)),\(Self.tensor("none", 2, 2)),\(Self.tensor("a", 0, 2))}  "
    let file = try TensorFile(path: scratch.file("x", safetensors(header, data: [1, 2, 3])))
    #expect(file.names == ["b", "none", "a"])
    #expect(try file.tensor(named: "a") == Tensor(shape: [2], int64: [1, 2]))
    #expect(try file.tensor(named: "b") == Tensor(shape: [1], int64: [3]))
  }
}

@Suite struct NumPyHeaderTests {
  @Test(arguments: [
    ("", "the npy header is damaged at its byte 10"),
    ("{'descr': '<f4', 'fortran_order': False}", "the npy header must have one \"shape\" of its kind"),
    (
      "{'descr': '<f4', 'fortran_order': 'no', 'shape': ()}",
      "the npy header must have one \"fortran_order\" of its kind"
    ),
    ("{'descr': True, 'fortran_order': True, 'shape': ()}", "the npy header must have one \"descr\" of its kind"),
    ("{'descr': '<f4', 'descr': '<f4'}", "the npy header must have one \"descr\" of its kind"),
    ("{'descr': '<f4', 'order': False}", "the npy header has \"order\", which is not known"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (3)}", "the npy header is damaged at its byte 62"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}", "the npy header is damaged at its byte 61"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} x", "the npy header is damaged at its byte 66"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
      "the npy header is damaged at its byte 79"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
      "the shape [3] of F32 needs 12 bytes, the file gives it 8"
    ),
    (
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,)}",
      "the shape [1152921504606846976] has more elements than can be counted"
    ),
    (
      "{'descr': '<f4', 'fortran_order': True, 'shape': (4294967296, 4294967296)}",
      "the shape [4294967296, 4294967296] has more elements than can be counted"
    ),
    ("{'descr': '", "the npy header is damaged at its byte 21"),
    ("{'descr': [('a', '", "the npy header is damaged at its byte 28"),
  ])
  func `an npy header that is not as NumPy writes it is told`(dictionary: String, message: String) {
    let scratch = Scratch()
    #expect(complaint(about: scratch.file("x", npy(dictionary, data: Array(repeating: 0, count: 8)))) == message)
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }      \n",
    "{\"shape\":(2L,),\"fortran_order\":True,'descr':'<f4'}",
    "  { 'descr' : '=f4' , 'shape' : ( 1 , 2 ) , 'fortran_order' : True , } ",
  ])
  func `a header may be spelled as any NumPy did`(dictionary: String) throws {
    let scratch = Scratch()
    let path = scratch.file("x.npy", npy(dictionary, data: littleEndian(UInt32(0x3F80_0000)) + [0, 0, 0, 0]))
    #expect(try TensorFile(path: path).tensor(named: "x").asFloats() == [1, 0])
  }

  @Test func `a version of the future and a length beyond the file are told`() {
    let scratch = Scratch()
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    #expect(
      complaint(about: scratch.file("a", magic + [4, 0, 0, 0]))
        == "the npy version 4.0 is not known; 1.0 to 3.0 are read")
    #expect(
      complaint(about: scratch.file("a", magic + [2, 0, 255, 255, 255, 255]))
        == "the header claims 4294967295 bytes, but only 0 follow")
    #expect(
      complaint(about: scratch.file("a", magic + [1])) == "the file ends too soon: 10 bytes are needed, there are 7")
  }
}
