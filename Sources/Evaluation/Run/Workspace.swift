// Memory that a run needs beside its frames.

/// Memory that lives as long as one run.
struct Workspace<Number: Scalar>: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Number>

  private(set) var memory: Pointer
  private let count: Int

  init(count: Int) {
    self.count = max(1, count)
    memory = .allocate(capacity: self.count)
    memory.initialize(repeating: 0, count: self.count)
  }

  deinit { memory.deallocate() }
}
