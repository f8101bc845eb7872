// An open file and its size: exact reads at a place, nothing allocated by claims. Knows nothing of formats.

import Glibc

/// A regular file, open for reading until the last reference to it goes.
///
/// Reads at different places do not disturb one another.
final class InputFile: Sendable {
  let path: String
  let size: Int
  private let descriptor: Int32

  /// - Throws: missing, folder, not permitted, or no regular file (a pipe or device has no places to read at).
  init(path: String) throws(FormatError) {
    // Without O_NONBLOCK the opening of a pipe would wait for its writer.
    let descriptor = try openForReading(path, flags: O_NONBLOCK)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw FormatError(path: path, kind: .system(.open, code: code))
    }
    if let kind = refusal(of: status) {
      close(descriptor)
      throw FormatError(path: path, kind: kind)
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  func error(_ part: FormatError.Part, _ kind: FormatError.Kind) -> FormatError {
    FormatError(path: path, part: part, kind: kind)
  }

  /// Fills `target` with the bytes from `offset` on.
  /// - Throws: `truncated` where the file ends before, which it can also do after it was opened.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int, part: FormatError.Part) throws(FormatError) {
    guard let base = target.baseAddress else { return }
    var done = 0
    while done < target.count {
      // A single call reads at most 2 GiB.
      let count = pread(descriptor, base + done, min(target.count - done, 1 << 30), off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw error(part, .system(.read, code: errno))
      }
      if count == 0 { throw error(part, .truncated(expected: offset + target.count, found: offset + done)) }
      done += count
    }
  }

  /// The bytes of a range.
  ///
  /// The caller has checked `count` against `size`.
  func bytes(at offset: Int, count: Int, part: FormatError.Part) throws(FormatError) -> [UInt8] {
    try uninitializedArray(of: count, for: self, part: part) { target throws(FormatError) in
      try self.read(into: UnsafeMutableRawBufferPointer(target), at: offset, part: part)
    }
  }
}

/// An array that `fill` initializes wholly or not at all, so that it is written once.
/// - Throws: `outOfMemory` where the machine cannot hold it, or what `fill` throws.
func uninitializedArray<Element: BitwiseCopyable>(
  of count: Int, for file: InputFile, part: FormatError.Part,
  fill: (UnsafeMutableBufferPointer<Element>) throws(FormatError) -> Void
) throws(FormatError) -> [Element] {
  let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
  guard !overflow, hasMemory(for: bytes) else {
    throw file.error(part, .outOfMemory(bytes: overflow ? Int.max : bytes))
  }
  var failure: FormatError?
  let array = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
    do throws(FormatError) {
      try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return array
}

/// Whether an array of so many bytes can be had: Swift's own allocation ends the program where it cannot.
private func hasMemory(for bytes: Int) -> Bool {
  if bytes < 1 << 24 { return true }
  let physical = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
  if !physical.overflow, physical.partialValue > 0, bytes > physical.partialValue { return false }
  guard let probe = malloc(bytes) else { return false }
  free(probe)
  return true
}

/// Opens a path and says in our words why not.
func openForReading(_ path: String, flags: Int32) throws(FormatError) -> Int32 {
  // A path ends at its first zero byte for the system, which would open another file than was named.
  if path.utf8.contains(0) { throw FormatError(path: path, kind: .missing) }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
  if descriptor >= 0 { return descriptor }
  switch errno {
  case ENOENT, ENOTDIR: throw FormatError(path: path, kind: .missing)
  case EACCES, EPERM: throw FormatError(path: path, kind: .notPermitted)
  case EISDIR: throw FormatError(path: path, kind: .folder)
  case ENXIO: throw FormatError(path: path, kind: .notAFile)
  default: throw FormatError(path: path, kind: .system(.open, code: errno))
  }
}

/// Why what was opened is no file with places to read at; nil where it is one.
func refusal(of status: stat) -> FormatError.Kind? {
  switch status.st_mode & S_IFMT {
  case S_IFREG: nil
  case S_IFDIR: .folder
  default: .notAFile
  }
}
