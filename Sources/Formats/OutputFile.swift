// A file that appears whole or not at all: written beside its place as `PATH.partial`, brought to the disk, then renamed.
// Knows nothing of what is written.

import Glibc

/// A file being written.
///
/// Dropped before `finish`, it leaves nothing behind and what stood at its path as it was.
struct OutputFile: ~Copyable {
  let path: String
  /// Where the bytes go: beside the place, or the place itself if that is a device or a pipe.
  private let partialPath: String
  /// The place after following symbolic links, so that a link stays one; nil for a device or a pipe.
  private let finalPath: String?
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 16

  /// - Throws: folder, missing folder, not permitted, disk full.
  init(path: String) throws(FormatError) {
    if path.isEmpty || path.utf8.contains(0) { throw FormatError(path: path, kind: .missingFolder) }
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = exists ? status.st_mode & S_IFMT : S_IFREG
    if kind == S_IFDIR || path.hasSuffix("/") { throw FormatError(path: path, kind: .folder) }
    // A rename would also replace a file that may not be written.
    if exists, access(path, W_OK) != 0 { throw FormatError(path: path, writing: errno) }
    let final = kind != S_IFREG ? nil : exists ? realPath(path) : path
    let partial = final.map { $0 + ".partial" } ?? path
    let create = O_CREAT | O_TRUNC | O_NOFOLLOW
    let descriptor = open(partial, O_WRONLY | O_CLOEXEC | (final == nil ? 0 : create), 0o666)
    if descriptor < 0 { throw FormatError(path: path, writing: errno) }
    if exists, final != nil { _ = fchmod(descriptor, status.st_mode & 0o777) }
    self.path = path
    self.descriptor = descriptor
    finalPath = final
    partialPath = partial
    buffer.reserveCapacity(OutputFile.bufferSize)
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if finalPath != nil { unlink(partialPath) }
  }

  /// Adds bytes; small pieces are gathered, large ones go to the system as they are.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    if buffer.count + bytes.count > OutputFile.bufferSize { try flush() }
    if bytes.count > OutputFile.bufferSize {
      try writeAll(bytes, to: descriptor, path: path)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Adds the bytes of an array as they lie in memory.
  mutating func write(_ values: [some BitwiseCopyable]) throws(FormatError) {
    try values.withUnsafeBufferPointer { values throws(FormatError) in try write(UnsafeRawBufferPointer(values)) }
  }

  /// Brings everything to the disk and puts the file in its place.
  consuming func finish() throws(FormatError) {
    try flush()
    guard let finalPath else { return try closeFile() }
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw FormatError(path: path, writing: errno) }
    }
    // A network's file system may report the full disk only here.
    do throws(FormatError) {
      try closeFile()
    } catch {
      unlink(partialPath)
      throw error
    }
    if rename(partialPath, finalPath) != 0 {
      let code = errno
      unlink(partialPath)
      throw FormatError(path: path, kind: .system(.rename, code: code))
    }
  }

  private mutating func closeFile() throws(FormatError) {
    let closing = descriptor
    descriptor = -1
    if close(closing) != 0, errno != EINTR { throw FormatError(path: path, writing: errno) }
  }

  private mutating func flush() throws(FormatError) {
    var pending: [UInt8] = []
    swap(&pending, &buffer)
    let descriptor = descriptor
    try pending.withUnsafeBufferPointer { bytes throws(FormatError) in
      try writeAll(UnsafeRawBufferPointer(bytes), to: descriptor, path: path)
    }
    pending.removeAll(keepingCapacity: true)
    swap(&pending, &buffer)
  }
}

/// Writes the whole of a small file, or leaves the one that was there as it was.
package func writeFileWhole(path: String, bytes: some Collection<UInt8>) throws(FormatError) {
  var file = try OutputFile(path: path)
  try file.write(Array(bytes))
  try file.finish()
}

private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws(FormatError) {
  guard let base = bytes.baseAddress else { return }
  var done = 0
  while done < bytes.count {
    let count = write(descriptor, base + done, min(bytes.count - done, 1 << 30))
    if count < 0 {
      if errno == EINTR { continue }
      throw FormatError(path: path, writing: errno)
    }
    done += count
  }
}

/// The path with all symbolic links followed, or the path itself where that fails.
private func realPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

extension FormatError {
  /// What the system answered when a file was to be written.
  fileprivate init(path: String, writing code: Int32) {
    let kind: Kind =
      switch code {
      case ENOENT, ENOTDIR: .missingFolder
      case EISDIR: .folder
      case EACCES, EPERM, EROFS: .notPermitted
      case ENOSPC, EDQUOT: .diskFull
      default: .system(.write, code: code)
      }
    self.init(path: path, kind: kind)
  }
}
