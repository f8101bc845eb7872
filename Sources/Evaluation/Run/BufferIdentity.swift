// Which memory traces and numbers lie in: copies share what none of them has changed, and this tells how much.

/// One piece of memory.
package struct BufferIdentity: Sendable, Hashable {
  package let address: UInt
  package let byteCount: Int

  init<Number>(_ numbers: [Number]) {
    address = numbers.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    byteCount = numbers.count * MemoryLayout<Number>.stride
  }
}

extension Trace {
  /// The blocks of frames.
  package var identities: [BufferIdentity] { stages.flatMap { $0.blocks.map { BufferIdentity($0) } } }
}

extension RunValues {
  /// The arrays of parameters, constants and inputs.
  package var identities: [BufferIdentity] {
    (parameters + constants).map { BufferIdentity($0) }
      + inputs.compactMap { input in
        switch input {
        case .stream(let numbers, _), .given(let numbers): BufferIdentity(numbers)
        case .tokens(let tokens): BufferIdentity(tokens)
        case .missing: nil
        }
      }
  }
}
