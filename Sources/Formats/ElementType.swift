// The kinds of numbers that files hold: how wide they are and how safetensors and NumPy spell them.

/// The type of a stored element.
///
/// Those that are refused keep their spelling, so that the refusal can name it.
package enum ElementType: Equatable, Sendable {
  case float64, float32, float16, bfloat16
  case int64, int32, int16, int8
  case uint64, uint32, uint16, uint8
  case bool
  /// Known, but not read; `bits` is the width where it is fixed.
  case refused(spelling: String, bits: Int?, Refusal)

  /// Why a type is not read.
  package enum Refusal: Equatable, Sendable {
    /// NumPy's `|O`: pickled Python objects, which could run any code.
    case objects
    /// Records with named fields.
    case structured
    case bigEndian
    /// Text, dates, complex numbers, eight-bit floats and the like.
    case unsupported
  }

  /// Bytes of one element; nil where the type is refused and its width is no whole number of bytes or not known.
  package var byteWidth: Int? {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    case .refused(_, let bits, _): bits.flatMap { $0.isMultiple(of: 8) ? $0 / 8 : nil }
    }
  }

  /// Bits of one element, where that is known.
  var bits: Int? {
    if case .refused(_, let bits, _) = self { return bits }
    return byteWidth.map { $0 * 8 }
  }

  package var isRead: Bool {
    if case .refused = self { return false }
    return true
  }

  /// The spelling of safetensors (`F32`), or that of the file where the type is refused.
  package var spelling: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint64: "U64"
    case .uint32: "U32"
    case .uint16: "U16"
    case .uint8: "U8"
    case .bool: "BOOL"
    case .refused(let spelling, _, _): spelling
    }
  }

  /// The type that a safetensors header calls `spelling`; nil where the format knows no such type.
  init?(safetensors spelling: String) {
    let read: [ElementType] = [
      .float64, .float32, .float16, .bfloat16, .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool,
    ]
    if let type = read.first(where: { $0.spelling == spelling }) {
      self = type
      return
    }
    let bits: Int
    switch spelling {
    case "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ": bits = 8
    case "F6_E2M3", "F6_E3M2": bits = 6
    case "F4": bits = 4
    case "C64": bits = 64
    default: return nil
    }
    self = .refused(spelling: spelling, bits: bits, .unsupported)
  }

  /// The type that a NumPy header describes as `spelling`: byte order, kind and bytes, as in `<f4`.
  init(numpy spelling: String) {
    let letters = Array(spelling)
    let order = letters.first ?? "?"
    let code = String(letters.dropFirst())
    let type: ElementType? =
      switch code {
      case "f8": .float64
      case "f4": .float32
      case "f2": .float16
      case "i8": .int64
      case "i4": .int32
      case "i2": .int16
      case "i1": .int8
      case "u8": .uint64
      case "u4": .uint32
      case "u2": .uint16
      case "u1": .uint8
      case "b1": .bool
      default: nil
      }
    let bits = type?.bits
    switch (type, order) {
    case (let type?, "<"), (let type?, "="): self = type
    case (let type?, "|") where bits == 8: self = type
    case (let type?, ">") where bits == 8: self = type
    case (_?, ">"): self = .refused(spelling: spelling, bits: bits, .bigEndian)
    case (nil, "|") where code.hasPrefix("O"): self = .refused(spelling: spelling, bits: nil, .objects)
    case (nil, ">"): self = .refused(spelling: spelling, bits: nil, .bigEndian)
    default: self = .refused(spelling: spelling, bits: nil, .unsupported)
    }
  }
}
