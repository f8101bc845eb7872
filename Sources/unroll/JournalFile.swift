// The file of a journal: text, a record a line, the first character saying of what kind. Only its owner may read it.
//
//   {"folder":…,"arguments":[…],"model":…}   the first line
//   > pin z = 0                              a line that was carried out
//   @ 00000000000000000012                   where the session then stood; written over in place while nothing follows
//   !                                        there was no more room

import Formats
import Glibc

/// An open journal, locked as long as this lives.
final class JournalFile {
  let path: String
  private let descriptor: Int32
  /// Bytes that are whole records.
  private var size: Int
  private var endsWithPosition: Bool

  /// Nobody types more; what is pasted without end is not kept without end.
  static let largest = 1 << 20
  static let suffix = ".journal"
  private static let positionDigits = 20
  private static let positionSize = positionDigits + 3

  private init(_ path: String, _ descriptor: Int32, size: Int, endsWithPosition: Bool) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
    self.endsWithPosition = endsWithPosition
  }

  deinit { close(descriptor) }

  /// A new journal in a folder, nil where none can be written.
  convenience init?(new record: JournalRecord, in folder: String) {
    StateFolder.make(folder)
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let name = "\(folder)/\(time.tv_sec)-\(time.tv_nsec)-\(getpid())"
    // Another program may look at it only when it is locked: until then it has another name.
    let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    self.init(name + Self.suffix, descriptor, size: 0, endsWithPosition: false)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, append(record.header), rename(name, path) == 0 else {
      unlink(name)
      return nil
    }
  }

  /// A journal that no program holds; nil if one does, or it is not this user's, or no journal.
  static func take(_ path: String) -> (JournalFile, JournalRecord)? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_size <= largest + 2, flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      let text = text(of: descriptor, count: Int(status.st_size)), let record = JournalRecord(text)
    else {
      close(descriptor)
      return nil
    }
    // A last line without its end was being written when the program ended.
    let size = text.utf8.lastIndex(of: UInt8(ascii: "\n")).map { text.utf8.distance(from: text.startIndex, to: $0) + 1 }
    let endsWithPosition = if case .position = record.entries.last { !record.isCut } else { false }
    return (JournalFile(path, descriptor, size: size ?? 0, endsWithPosition: endsWithPosition), record)
  }

  private static func text(of descriptor: Int32, count: Int) -> String? {
    var bytes = [UInt8](repeating: 0, count: count)
    guard pread(descriptor, &bytes, count, 0) == count else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// - Returns: whether it is kept.
  func append(line: String) -> Bool {
    endsWithPosition = false
    if size + line.utf8.count + 3 <= Self.largest, !line.contains(where: \.isNewline) { return append("> \(line)\n") }
    if size + 2 <= Self.largest + 2 { _ = append("!\n") }
    return false
  }

  func write(position: Int) {
    guard position >= 0, size + Self.positionSize <= Self.largest else { return }
    if endsWithPosition { size -= Self.positionSize }
    let digits = String(position)
    endsWithPosition = append("@ " + String(repeating: "0", count: Self.positionDigits - digits.count) + digits + "\n")
  }

  func remove() { unlink(path) }

  private func append(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard pwrite(descriptor, bytes, bytes.count, off_t(size)) == bytes.count else {
      // A record is there whole or not at all.
      _ = ftruncate(descriptor, off_t(size))
      return false
    }
    size += bytes.count
    return true
  }
}

extension JournalRecord {
  fileprivate var header: String {
    let header = JSON.object([
      .init("folder", .string(folder)), .init("arguments", .array(arguments.map { .string($0) })),
      .init("model", .string(model)),
    ])
    return header.text + "\n"
  }

  /// Reads a journal; nil if it is none.
  ///
  /// What follows the last whole line is left out.
  init?(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard let first = lines.popFirst(), let header = try? JSON(String(first)),
      case .string(let folder) = header["folder"], case .array(let arguments) = header["arguments"],
      case .string(let model) = header["model"]
    else { return nil }
    self.init(
      folder: folder, arguments: arguments.compactMap { if case .string(let text) = $0 { text } else { nil } },
      model: model)
    for line in lines {
      switch line.first {
      case ">": entries.append(.line(String(line.dropFirst(2))))
      case "@": if let position = Int(line.dropFirst(2)) { entries.append(.position(position)) }
      case "!": isCut = true
      default: return nil
      }
    }
  }
}
