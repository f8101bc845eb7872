// Stored elements → the values of a tensor. What has the width of its array goes there straight from the file; everything else
// passes through one small buffer, so that nothing is held twice. Knows no headers.

/// Where the elements of a tensor lie in memory, in the order in which the file has them.
enum ElementOrder {
  /// The last axis runs fastest, as in memory.
  case rows
  /// The first axis runs fastest (Fortran).
  case columns(shape: [Int])
}

/// Reads all elements of a tensor.
///
/// What is refused was answered before.
func decodeValues(
  _ type: ElementType, count: Int, order: ElementOrder, from stream: inout ByteStream
) throws(FormatError) -> Tensor.Values {
  switch type {
  case .float32: .float32(try elements(as: Float.self, count, order, &stream))
  case .float64: .float64(try elements(as: Double.self, count, order, &stream))
  case .int64: .int64(try elements(as: Int64.self, count, order, &stream))
  case .float16: .float32(try elements(count, order, &stream) { Float(halfPattern: $0) })
  case .bfloat16:
    .float32(try elements(count, order, &stream) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) })
  case .int32: .int64(try elements(count, order, &stream) { (value: Int32) in Int64(value) })
  case .int16: .int64(try elements(count, order, &stream) { (value: Int16) in Int64(value) })
  case .int8: .int64(try elements(count, order, &stream) { (value: Int8) in Int64(value) })
  case .uint32: .int64(try elements(count, order, &stream) { (value: UInt32) in Int64(value) })
  case .uint16: .int64(try elements(count, order, &stream) { (value: UInt16) in Int64(value) })
  case .uint8: .int64(try elements(count, order, &stream) { (value: UInt8) in Int64(value) })
  case .bool: .int64(try elements(count, order, &stream) { (value: UInt8) in value == 0 ? 0 : 1 })
  case .uint64: .int64(try unsigned(count, order, &stream))
  case .refused(let spelling, _, let refusal):
    throw stream.file.error(stream.part, .refusedElementType(spelling: spelling, refusal))
  }
}

/// Elements of 64 bits without sign, as long as they are below 2⁶³.
private func unsigned(
  _ count: Int, _ order: ElementOrder, _ stream: inout ByteStream
) throws(FormatError) -> [Int64] {
  let values = try elements(as: Int64.self, count, order, &stream)
  if let negative = values.first(where: { $0 < 0 }) {
    throw stream.file.error(stream.part, .integerTooLarge(UInt64(bitPattern: negative)))
  }
  return values
}

/// Elements that are kept as they are stored.
private func elements<Element: BitwiseCopyable>(
  as type: Element.Type, _ count: Int, _ order: ElementOrder, _ stream: inout ByteStream
) throws(FormatError) -> [Element] {
  guard case .rows = order else { return try elements(count, order, &stream) { (value: Element) in value } }
  return try uninitializedArray(of: count, for: stream.file, part: stream.part) { target throws(FormatError) in
    try stream.fill(UnsafeMutableRawBufferPointer(target))
  }
}

/// Elements that are converted or put in another order, one small buffer after the other.
private func elements<Stored: BitwiseCopyable, Kept: BitwiseCopyable>(
  _ count: Int, _ order: ElementOrder, _ stream: inout ByteStream,
  _ convert: (Stored) -> Kept
) throws(FormatError) -> [Kept] {
  var places = ColumnOrder(order)
  let chunk = UnsafeMutableBufferPointer<Stored>.allocate(capacity: min(count, 1 << 14))
  defer { chunk.deallocate() }
  return try uninitializedArray(of: count, for: stream.file, part: stream.part) { target throws(FormatError) in
    var done = 0
    while done < count {
      let piece = UnsafeMutableBufferPointer(rebasing: chunk[..<min(chunk.count, count - done)])
      try stream.fill(UnsafeMutableRawBufferPointer(piece))
      if places != nil {
        for value in piece { target[places?.next() ?? 0] = convert(value) }
      } else {
        for index in piece.indices { target[done + index] = convert(piece[index]) }
      }
      done += piece.count
    }
  }
}

/// The places in memory (row by row) of elements that come column by column.
private struct ColumnOrder {
  private let shape: [Int]
  private let strides: [Int]
  private var digits: [Int]
  private var place = 0

  init?(_ order: ElementOrder) {
    guard case .columns(let shape) = order else { return nil }
    self.shape = shape
    var strides: [Int] = []
    // Wraps only where an extent of 0 leaves nothing to place.
    var stride = 1
    for extent in shape.reversed() {
      strides.append(stride)
      stride &*= extent
    }
    self.strides = strides.reversed()
    digits = Array(repeating: 0, count: shape.count)
  }

  mutating func next() -> Int {
    defer { advance() }
    return place
  }

  private mutating func advance() {
    for axis in shape.indices {
      digits[axis] += 1
      place += strides[axis]
      if digits[axis] < shape[axis] { return }
      digits[axis] = 0
      place -= shape[axis] * strides[axis]
    }
  }
}

extension Float {
  /// The value of an IEEE 754 binary16, exactly; NaN keeps its payload.
  init(halfPattern bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits) & 0x3FF
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self = Float(bitPattern: magnitude.bitPattern | sign)
    case 0x1F: self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
