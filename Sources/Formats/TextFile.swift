// A file of text as a string: checked to be UTF-8 and not read further than a limit. Knows nothing of sheets and scripts.

import Glibc

/// Reads a text whole.
///
/// A byte order mark at its start is dropped; line ends are left as they are.
/// Pipes and devices are read to their end, too, so that `<(command)` of a shell works.
/// At most `limit` bytes are read, 16 MiB if silent.
///
/// - Throws: missing, folder, not permitted, too large, or the first byte that is no UTF-8.
package func readTextFile(path: String, limit: Int = 1 << 24) throws(FormatError) -> String {
  let descriptor = try openForReading(path, flags: 0)
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw FormatError(path: path, kind: .system(.open, code: errno)) }
  if refusal(of: status) == .folder { throw FormatError(path: path, kind: .folder) }
  if Int(status.st_size) > limit { throw FormatError(path: path, kind: .tooLarge(limit: limit)) }
  let bytes = try readToEnd(descriptor, limit: limit, path: path)
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  guard let text = String(validating: bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0), as: UTF8.self) else {
    let offset = firstInvalidByte(of: bytes)
    let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
    throw FormatError(path: path, kind: .notUTF8(line: line, offset: offset))
  }
  return text
}

private func readToEnd(_ descriptor: Int32, limit: Int, path: String) throws(FormatError) -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw FormatError(path: path, kind: errno == EISDIR ? .folder : .system(.read, code: errno))
    }
    if count == 0 { return bytes }
    if bytes.count + count > limit { throw FormatError(path: path, kind: .tooLarge(limit: limit)) }
    bytes += chunk[..<count]
  }
}

/// The place of the first byte that begins no character.
private func firstInvalidByte(of bytes: [UInt8]) -> Int {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
  return offset
}
