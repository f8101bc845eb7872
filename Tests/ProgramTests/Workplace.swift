// A folder to work in, with the files that the tests of the program read.

import Formats
import Glibc
import TestSupport
import Testing

/// A folder of its own, removed with all that is in it when the last reference goes.
final class Workplace {
  let folder: String

  init() throws {
    var template = Array("/tmp/unroll-program-XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
  }

  deinit { _ = try? runProgram("rm", ["-rf", folder]) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func holds(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

  /// What is in the folder, sorted.
  var names: [String] {
    get throws { try runProgram("ls", ["-A", folder]).outputLines }
  }

  func makeFolder(_ name: String) { mkdir(path(name), 0o755) }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws { try writeFileWhole(path: path(name), bytes: bytes) }

  func bytes(_ name: String) throws -> [UInt8] { try runProgram("cat", [path(name)]).output }

  /// A safetensors file of single precision; the numbers are small and differ.
  func tensors(
    _ name: String, _ tensors: [(String, [Int])], metadata: [String: String] = [:],
    _ change: (inout [Float], String) -> Void = { _, _ in }
  ) throws {
    let declarations = tensors.map { TensorFileWriter.Declaration(name: $0.0, shape: $0.1) }
    var writer = try TensorFileWriter(path: path(name), tensors: declarations, metadata: metadata)
    for (name, shape) in tensors {
      let count = shape.reduce(1, *)
      var numbers = (0..<count).map { Float(($0 * 37 + name.utf8.count * 11) % 101) / 101 - 0.5 }
      change(&numbers, name)
      try writer.append(numbers)
    }
    try writer.finish()
  }

  /// A safetensors file of one tensor of integers.
  func integers(_ name: String, _ tensor: String, _ values: [Int64]) throws {
    let header = #"{"\#(tensor)":{"dtype":"I64","shape":[\#(values.count)],"data_offsets":[0,\#(values.count * 8)]}}"#
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    try write(name, bytes)
  }

  func read(_ name: String) throws -> TensorFile { try TensorFile(path: path(name)) }
}

/// The parameters of the sheet `gru` in its own sizes.
let gruParameters: [(String, [Int])] =
  ["W_z", "W_r", "W_h"].map { ($0, [16, 8]) } + ["U_z", "U_r", "U_h"].map { ($0, [16, 16]) }
  + ["b_z", "b_r", "b_h"].map { ($0, [16]) }
