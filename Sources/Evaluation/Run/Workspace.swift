// Memory that a run needs beside its frames, and memory that is asked for at once.

internal import Glibc

/// Memory that lives as long as one run.
struct Workspace<Number: Scalar>: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Number>

  let memory: Pointer

  /// - Parameter isZero: whether it must hold zeros; else it holds anything.
  init(count: Int, isZero: Bool = false) {
    memory = .allocate(capacity: max(1, count))
    if isZero { memory.initialize(repeating: 0, count: max(1, count)) }
  }

  deinit { memory.deallocate() }
}

extension Array where Element: Scalar {
  /// Numbers that hold anything, for whoever writes them all. Their pages are asked of the system together: one by one,
  /// as they are touched, takes several times as long.
  init(unwritten count: Int) {
    self.init(unsafeUninitializedCapacity: count) { buffer, filled in
      let page = sysconf(Int32(_SC_PAGESIZE))
      if let start = buffer.baseAddress, page > 0 {
        let address = Int(bitPattern: start)
        let first = (address + page - 1) / page * page
        let end = (address + count * MemoryLayout<Element>.stride) / page * page
        if end > first, let pages = UnsafeMutableRawPointer(bitPattern: first) {
          // Where the system does not know this, it is as if nothing had been asked.
          _ = madvise(pages, end - first, populateForWriting)
        }
      }
      filled = count
    }
  }
}

/// `MADV_POPULATE_WRITE` of Linux 5.14.
private var populateForWriting: Int32 { 23 }
