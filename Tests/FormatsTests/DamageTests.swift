// Files with something wrong in a place that chance or a rule picks: reading may refuse or not, but never ends the program
// and never takes a cut file for a whole one.

import Formats
import Glibc
import TestSupport
import Testing

private let good = [
  "ok.safetensors", "kinds.safetensors", "version2.npy", "columns.npy", "stored.npz", "deflate.npz", "wide.npz",
  "streamed.npz",
  "mixed.npz",
]

/// Reads what can be read.
private func readAll(_ path: String) {
  guard let file = try? TensorFile(path: path) else { return }
  for name in file.names {
    guard let tensor = try? file.tensor(named: name) else { continue }
    if tensor.count != Tensor.count(of: tensor.shape) { Issue.record("\(name) has not the values of its shape") }
  }
}

@Suite struct DamageTests {
  @Test(arguments: good)
  func `a file cut off at any byte is refused when it is opened`(name: String) {
    let scratch = Scratch()
    let bytes = contents(of: Checkout.fixture(name, of: "FormatsTests"))
    let path = scratch.file("cut", bytes)
    for count in bytes.indices.reversed() {
      truncate(path, off_t(count))
      if (try? TensorFile(path: path)) != nil { Issue.record("taken for whole with \(count) bytes") }
    }
  }

  @Test(arguments: good)
  func `a file with bytes behind its end is refused when it is opened`(name: String) {
    let scratch = Scratch()
    let bytes = contents(of: Checkout.fixture(name, of: "FormatsTests"))
    for tail in [[0], [0x20], Array(repeating: 0, count: 70_000)] as [[UInt8]] {
      let path = scratch.file("long", bytes + tail)
      #expect(throws: FormatError.self) { try TensorFile(path: path) }
    }
  }

  @Test(arguments: good)
  func `any byte may be another`(name: String) {
    let scratch = Scratch()
    let bytes = contents(of: Checkout.fixture(name, of: "FormatsTests"))
    let path = scratch.file("flipped", bytes)
    for (index, original) in bytes.enumerated() {
      for other in [original ^ 1, original ^ 0x80, 0xFF] {
        overwrite(path, at: index, with: other)
        readAll(path)
      }
      overwrite(path, at: index, with: original)
    }
    #expect(contents(of: path) == bytes)
  }

  @Test(arguments: ["stored.npz", "deflate.npz", "wide.npz", "streamed.npz"])
  func `a member with one bit turned is not read`(name: String) throws {
    let scratch = Scratch()
    let bytes = contents(of: Checkout.fixture(name, of: "FormatsTests"))
    let path = scratch.file("turned", bytes)
    let whole = try TensorFile(path: path)
    let tensors = try whole.names.map { try whole.tensor(named: $0) }
    for (index, original) in bytes.enumerated() {
      overwrite(path, at: index, with: original ^ 4)
      // A bit that says nothing, as in a date, may turn; a number may not.
      if let file = try? TensorFile(path: path) {
        for (name, tensor) in zip(whole.names, tensors) {
          guard let read = try? file.tensor(named: name), read != tensor else { continue }
          Issue.record("\(name) was read although byte \(index) is wrong")
        }
      }
      overwrite(path, at: index, with: original)
    }
  }

  @Test(arguments: good)
  func `chance may write what it wants`(name: String) {
    let scratch = Scratch()
    var random = SplitMix(seed: UInt64(name.utf8.count))
    let original = contents(of: Checkout.fixture(name, of: "FormatsTests"))
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
        case 3:
          // A number of four or eight bytes at its extremes.
          let width = Bool.random(using: &random) ? 4 : 8
          let extremes: [UInt64] = [0, 1, .max, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000]
          let number = extremes.randomElement(using: &random) ?? 0
          for (offset, byte) in littleEndian(number).prefix(width).enumerated() where place + offset < bytes.count {
            bytes[place + offset] = byte
          }
        default:
          let digits = Array("99999999999999999".utf8)
          for offset in 0..<Int.random(in: 1...digits.count, using: &random) where place + offset < bytes.count {
            bytes[place + offset] = digits[offset]
          }
        }
        if bytes.isEmpty { bytes = [0] }
      }
      readAll(scratch.file("fuzzed", bytes))
    }
  }
}
