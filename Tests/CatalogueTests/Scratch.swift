// Folders and files that live as long as a test.

import Catalogue
import Equations
import Formats
import Glibc
import TestSupport
import Testing

/// A folder of its own, removed with all that is in it when the last reference goes.
final class Scratch {
  let folder: String
  private var made: [(path: String, isFolder: Bool)] = []

  init() {
    var template = Array("/tmp/unroll-catalogue-XXXXXX".utf8CString)
    folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  deinit {
    for (path, isFolder) in made.reversed() { _ = isFolder ? rmdir(path) : unlink(path) }
    rmdir(folder)
  }

  /// Makes the folders on the way to `name` and gives its path.
  @discardableResult func folder(_ name: String) -> String {
    var path = folder
    for part in name.split(separator: "/") {
      path += "/\(part)"
      if mkdir(path, 0o755) == 0 { made.append((path, true)) }
    }
    return path
  }

  @discardableResult func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

  @discardableResult func file(_ name: String, _ bytes: [UInt8]) -> String {
    if let slash = name.lastIndex(of: "/") { folder(String(name[..<slash])) }
    let path = "\(folder)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    made.append((path, false))
    return path
  }

  /// A safetensors file of double precision.
  func tensors(
    _ name: String, _ tensors: [(String, [Int], [Double])], metadata: [String: String] = [:]
  ) throws -> TensorFile {
    let path = file(name, "")
    let declarations = tensors.map { TensorFileWriter.Declaration(name: $0.0, shape: $0.1, precision: .float64) }
    var writer = try TensorFileWriter(path: path, tensors: declarations, metadata: metadata)
    for tensor in tensors { try writer.append(tensor.2) }
    try writer.finish()
    return try TensorFile(path: path)
  }

  /// A safetensors file of one tensor of integers.
  func integers(_ name: String, _ tensor: String, _ values: [Int64]) throws -> TensorFile {
    let header = #"{"\#(tensor)":{"dtype":"I64","shape":[\#(values.count)],"data_offsets":[0,\#(values.count * 8)]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    var bytes = withUnsafeBytes(of: UInt64(padded.utf8.count).littleEndian) { Array($0) } + Array(padded.utf8)
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    return try TensorFile(path: file(name, bytes))
  }
}

/// The sheets of the repository.
let checkout = ResourceFolder.at("\(Checkout.root)/Resources")

/// Checks a sheet that a test has as text.
func model(_ text: String, _ bindings: Bindings = Bindings()) throws -> Model {
  try Model(try SheetParser.parse(text, name: "test"), bindings)
}

/// What is said when `body` fails; nil if it does not.
func complaint(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as CatalogueError {
    return error.description
  } catch {
    return "another error: \(error)"
  }
}

/// The same without the path that a message starts with.
func complaint(about file: TensorFile, _ body: () throws -> Void) -> String? {
  complaint(body).map { $0.hasPrefix(file.path + ": ") ? String($0.dropFirst(file.path.count + 2)) : $0 }
}
