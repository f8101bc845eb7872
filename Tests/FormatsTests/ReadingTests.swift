// Good files: every format, type and layout gives the numbers that NumPy put in.

import Formats
import TestSupport
import Testing

@Suite struct ReadingTests {
  private func open(_ name: String) throws -> TensorFile {
    try TensorFile(path: Checkout.fixture(name, of: "FormatsTests"))
  }

  /// The matrix that `make.py` calls `a`.
  private let counting = Tensor(shape: [3, 4], float32: (0..<12).map { Float($0) })

  @Test func `a safetensors file tells names, shapes, types and metadata before anything is read`() throws {
    let file = try open("ok.safetensors")
    #expect(file.names == ["v", "f8", "s", "a", "empty", "f2"])
    #expect(file.metadata == ["k": "v"])
    #expect(file.entry(named: "f8") == file.entries[1])
    #expect(file.entry(named: "f8")?.shape == [3, 4])
    #expect(file.entry(named: "f8")?.dtype == .float64)
    #expect(file.entry(named: "f8")?.count == 12)
    #expect(file.entry(named: "s")?.shape == [])
    #expect(file.entry(named: "none") == nil)
  }

  @Test func `a safetensors file gives the same numbers as the npz of the same arrays`() throws {
    let file = try open("ok.safetensors")
    #expect(try file.tensor(named: "v") == Tensor(shape: [5], int64: [0, 1, 2, 3, 4]))
    #expect(try file.tensor(named: "empty") == Tensor(shape: [0, 4], float32: []))
    let a = try file.tensor(named: "a")
    #expect(a == (try open("stored.npz").tensor(named: "a")))
    #expect(a.asDoubles() == (try file.tensor(named: "f8")).asDoubles())
    #expect(try file.tensor(named: "f2") == open("dtypes.npz").tensor(named: "f2"))
    #expect(try file.tensor(named: "s") == open("stored.npz").tensor(named: "s"))
  }

  @Test(arguments: ["stored.npz", "deflate.npz", "fortran.npz"])
  func `stored, deflated and column-major arrays are one and the same`(name: String) throws {
    let file = try open(name)
    let expected = try open("expected_a.npy")
    #expect(expected.names == ["expected_a"])
    #expect(try file.tensor(named: "a") == expected.tensor(named: "expected_a"))
    #expect(file.metadata.isEmpty)
  }

  @Test(arguments: ["version2.npy", "version3.npy", "wide.npz", "mixed.npz", "streamed.npz"])
  func `all versions and ways of archiving are read`(name: String) throws {
    let file = try open(name)
    let first = try #require(file.names.first)
    #expect(try file.tensor(named: first) == counting)
  }

  @Test func `members that are no arrays are left out and folders stay in the name`() throws {
    #expect(try open("mixed.npz").names == ["layer/a"])
    #expect(try open("wide.npz").names == ["a", "b"])
  }

  @Test func `an archive of no arrays is a file of no tensors`() throws {
    #expect(try open("nothing.npz").names == [])
  }

  @Test func `columns of three axes are put in rows`() throws {
    #expect(
      try open("columns.npy").tensor(named: "columns")
        == Tensor(shape: [2, 3, 4], float64: (0..<24).map { Double($0) }))
  }

  @Test func `columns longer than the buffer they pass through are put in rows`() throws {
    let a = try open("columns_deflated.npz").tensor(named: "a")
    #expect(a == Tensor(shape: [200, 200], int64: (0..<40000).map { Int64($0 % 251) }))
  }

  @Test(
    arguments: [
      ("i1", [-128, 127]), ("i2", [-32768, 32767]), ("i4", [-0x8000_0000, 0x7FFF_FFFF]), ("i8", [.min, .max]),
      ("u1", [0, 255]), ("u2", [0, 65535]), ("u4", [0, 0xFFFF_FFFF]), ("u8", [0, .max]), ("b1", [1, 0]),
    ] as [(String, [Int64])])
  func `integers of every width keep their extremes`(name: String, values: [Int64]) throws {
    #expect(try open("integers.npz").tensor(named: name) == Tensor(shape: [2], int64: values))
  }

  @Test func `short floats and integers of a safetensors file are widened exactly`() throws {
    let file = try open("kinds.safetensors")
    #expect(try file.tensor(named: "bf16").asFloats() == [1, -2, .infinity, Float(bitPattern: 0x10000)])
    let halves = try file.tensor(named: "f16").asFloats()
    #expect(halves == [1, -2, 65504, 0x1p-24, .infinity, 0])
    #expect(halves[5].sign == .minus)
    #expect(try file.tensor(named: "u8") == Tensor(shape: [2], int64: [7, 255]))
    #expect(try file.tensor(named: "i8") == Tensor(shape: [2], int64: [7, -1]))
    #expect(try file.tensor(named: "i16") == Tensor(shape: [2], int64: [-5, 300]))
    #expect(try file.tensor(named: "i32") == Tensor(shape: [1, 1], int64: [-70000]))
    #expect(try file.tensor(named: "bool") == Tensor(shape: [2], int64: [1, 0]))
  }

  @Test func `every half-precision number has its value`() throws {
    let scratch = Scratch()
    let bits = (UInt16.min...UInt16.max).flatMap { littleEndian($0) }
    let path = scratch.file("half", npy("{'descr': '<f2', 'fortran_order': False, 'shape': (65536,)}", data: bits))
    let values = try TensorFile(path: path).tensor(named: "half").asFloats()
    let wrong = zip(UInt16.min...UInt16.max, values).filter { pattern, value in
      let half = Float16(bitPattern: pattern)
      return half.isNaN ? !value.isNaN : Float(half).bitPattern != value.bitPattern
    }
    #expect(wrong.isEmpty)
    #expect(values.count == 65536)
  }

  @Test func `the bits of a NaN arrive as they are`() throws {
    guard case .float32(let values) = try open("kinds.safetensors").tensor(named: "nan").values else {
      Issue.record("an F32 tensor was read as something else")
      return
    }
    #expect(values.map(\.bitPattern) == [0x7FC1_2345, 0xFF81_2345])
  }

  @Test func `a name is found however its accents are encoded`() throws {
    let file = try open("kinds.safetensors")
    #expect(file.entry(named: "σ(h\u{303})")?.shape == [])
    #expect(try file.tensor(named: "σ(h̃)") == Tensor(shape: [], float64: [0.1]))
    let decomposed = try open("decomposed.npz")
    #expect(try decomposed.tensor(named: "\u{E9}") == counting)
    #expect(try decomposed.tensor(named: "e\u{301}") == counting)
  }

  @Test func `a file that can be read in part is read in part`() throws {
    #expect(throws: Never.self) { try open("dtypes.npz").tensor(named: "f8") }
    #expect(throws: Never.self) { try open("kinds.safetensors").tensor(named: "u8") }
  }

  @Test func `a file stays readable after another took its place`() throws {
    let scratch = Scratch()
    let path = scratch.path("w.safetensors")
    try write([1, 2], to: path)
    let before = try TensorFile(path: path)
    try write([3, 4], to: path)
    #expect(try before.tensor(named: "x").asFloats() == [1, 2])
    #expect(try TensorFile(path: path).tensor(named: "x").asFloats() == [3, 4])
  }

  private func write(_ values: [Float], to path: String) throws {
    var writer = try TensorFileWriter(path: path, tensors: [.init(name: "x", shape: [values.count])])
    try writer.append(values)
    try writer.finish()
  }
}

@Suite struct TensorTests {
  @Test func `whole numbers in any type are integers, others are not`() {
    #expect(Tensor(shape: [3], float32: [0, -2, 0x1p24]).asIntegers() == [0, -2, 1 << 24])
    #expect(Tensor(shape: [1], float64: [-0x1p63]).asIntegers() == [Int.min])
    #expect(Tensor(shape: [1], int64: [.max]).asIntegers() == [Int.max])
    for odd in [0.5, .nan, .infinity, 0x1p63] {
      #expect(Tensor(shape: [1], float64: [odd]).asIntegers() == nil)
    }
  }

  @Test func `a shape has as many elements as the product of its extents`() {
    #expect(Tensor.count(of: []) == 1)
    #expect(Tensor.count(of: [3, 0, 5]) == 0)
    #expect(Tensor.count(of: [3, 4, 5]) == 60)
    #expect(Tensor.count(of: [-1]) == nil)
    #expect(Tensor.count(of: [1 << 40, 1 << 40]) == nil)
    #expect(Tensor.count(of: [0, 1 << 40, 1 << 40]) == nil)
  }
}
