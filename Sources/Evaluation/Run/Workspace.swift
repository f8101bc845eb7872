// Memory that a run needs beside its frames, and memory that is asked for at once.

internal import Glibc

/// Memory that lives as long as one run.
struct Workspace<Number: Scalar>: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Number>

  let memory: Pointer

  /// - `isZero`: whether it must hold zeros; else it holds anything.
  init(count: Int, isZero: Bool = false) {
    memory = .allocate(capacity: max(1, count))
    if isZero { memory.initialize(repeating: 0, count: max(1, count)) }
  }

  deinit { memory.deallocate() }
}

extension Array where Element: Scalar {
  /// Numbers that hold anything, for whoever writes them all.
  ///
  /// The memory of long lists is asked of the system in large pages and at once: page by page, as they are touched, takes
  /// several times as long. A short one is likely memory that was used before.
  init(unwritten count: Int) {
    self.init(unsafeUninitializedCapacity: count) { buffer, filled in
      let page = Swift.max(1, sysconf(Int32(_SC_PAGESIZE)))
      let bytes = count * MemoryLayout<Element>.stride
      if let start = buffer.baseAddress, bytes >= 1 << 20 {
        let first = (Int(bitPattern: start) + page - 1) / page * page
        let end = (Int(bitPattern: start) + bytes) / page * page
        // Where the system knows neither, it is as if nothing had been asked.
        if end > first, let pages = UnsafeMutableRawPointer(bitPattern: first) {
          _ = madvise(pages, end - first, Int32(MADV_HUGEPAGE))
          _ = madvise(pages, end - first, Int32(MADV_POPULATE_WRITE))
        }
      }
      filled = count
    }
  }
}
