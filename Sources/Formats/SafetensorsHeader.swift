// The header of a safetensors file: eight bytes of length, then JSON, which says for each tensor where its bytes lie. Everything
// is held against the real size of the file before anyone acts on it. Source: github.com/huggingface/safetensors, format 0.x.

/// A header whose tensors fill the data without holes and overlaps.
struct SafetensorsHeader {
  /// A tensor and the first byte of its elements in the file.
  struct Entry {
    var name: String
    var type: ElementType
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  var entries: [Entry]
  var metadata: [String: String]
  /// Where the data begin in the file.
  var dataStart: Int

  /// The limit of the reference implementation.
  static let lengthLimit = 100_000_000

  init(of file: InputFile) throws(FormatError) {
    let json = try SafetensorsHeader.text(of: file)
    dataStart = 8 + json.count
    let value: JSON
    do {
      value = try JSON(utf8: json)
    } catch {
      if case .duplicateKey(let name, depth: 1) = error.kind { throw file.error(.tensor(name), .duplicateName) }
      throw file.error(.file, .notJSON(error))
    }
    guard case .object(let members) = value else { throw file.error(.file, .unrecognized) }
    entries = []
    metadata = [:]
    for member in members {
      if member.key == "__metadata__" {
        metadata = try SafetensorsHeader.metadata(member.value, of: file)
      } else {
        entries.append(try Entry(member, of: file))
      }
    }
    try refuseMisfits(available: file.size - dataStart, of: file)
  }

  /// The bytes of the JSON text.
  private static func text(of file: InputFile) throws(FormatError) -> [UInt8] {
    let start = try file.bytes(at: 0, count: min(9, file.size), part: .file)
    var reader = ByteReader(start)
    guard let length: UInt64 = reader.integer() else { throw file.error(.file, .unrecognized) }
    let available = file.size - 8
    // The first byte of the text tells a header that lies about its length from a file of another kind.
    let beginsAsJSON = start.count == 9 && start[8] == UInt8(ascii: "{")
    guard length <= UInt64(available) else {
      throw beginsAsJSON
        ? file.error(.file, .headerBeyondFile(length: length, available: available))
        : file.error(.file, .unrecognized)
    }
    guard beginsAsJSON else { throw file.error(.file, .unrecognized) }
    guard length <= UInt64(lengthLimit) else {
      throw file.error(.file, .headerTooLong(length: length, limit: lengthLimit))
    }
    return try file.bytes(at: 8, count: Int(length), part: .file)
  }

  private static func metadata(_ value: JSON, of file: InputFile) throws(FormatError) -> [String: String] {
    guard case .object(let members) = value else { throw file.error(.file, .badHeader(.metadataNotStrings)) }
    var metadata: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else { throw file.error(.file, .badHeader(.metadataNotStrings)) }
      metadata[member.key] = text
    }
    return metadata
  }

  /// - Throws: unless the tensors, in the order of their bytes, lie end to end and end with the file.
  private func refuseMisfits(available: Int, of file: InputFile) throws(FormatError) {
    var misfit: FormatError?
    var end = 0
    var previous = ""
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      if entry.begin < end {
        misfit = file.error(.tensor(entry.name), .overlap(with: previous, at: entry.begin))
        break
      }
      if entry.begin > end {
        misfit = file.error(.tensor(entry.name), .hole(begin: end, end: entry.begin))
        break
      }
      end = entry.end
      previous = entry.name
    }
    if let misfit {
      // A tensor that lies outside of the file altogether is the likelier mistake than the hole that it leaves.
      if let stray = entries.first(where: { $0.end > available }) {
        throw file.error(
          .tensor(stray.name), .offsetsBeyondData(begin: stray.begin, end: stray.end, available: available))
      }
      throw misfit
    }
    // Tensors that each fit an integer may end where no integer reaches.
    let (expected, overflow) = dataStart.addingReportingOverflow(end)
    if end > available {
      throw file.error(.file, .truncated(expected: overflow ? Int.max : expected, found: file.size))
    }
    if end < available { throw file.error(.file, .trailingBytes(expected: expected, found: file.size)) }
  }
}

extension SafetensorsHeader.Entry {
  /// Reads `{"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}`; other keys are let be, as the reference does.
  fileprivate init(_ member: JSON.Member, of file: InputFile) throws(FormatError) {
    func error(_ kind: FormatError.Kind) -> FormatError { file.error(.tensor(member.key), kind) }

    guard case .object = member.value else {
      throw error(.badHeader(.entryNotAnObject(found: member.value.kindName)))
    }
    guard case .string(let spelling)? = member.value["dtype"] else { throw error(.badHeader(.dtypeMissing)) }
    guard let type = ElementType(safetensors: spelling) else { throw error(.unknownElementType(spelling)) }
    guard let shape = sizes(member.value["shape"]) else { throw error(.badHeader(.shapeMissing)) }
    guard let offsets = sizes(member.value["data_offsets"]), offsets.count == 2 else {
      throw error(.badHeader(.offsetsMissing))
    }
    let (begin, end) = (offsets[0], offsets[1])
    if begin > end { throw error(.badHeader(.offsetsReversed(begin: begin, end: end))) }

    name = member.key
    self.type = type
    self.shape = shape
    self.begin = begin
    self.end = end

    guard let count = Tensor.count(of: shape), let bits = type.bits else { throw error(.shapeTooLarge(shape)) }
    let (allBits, overflow) = count.multipliedReportingOverflow(by: bits)
    if overflow { throw error(.shapeTooLarge(shape)) }
    let bytes = allBits / 8 + (allBits.isMultiple(of: 8) ? 0 : 1)
    if bytes != end - begin {
      throw error(.sizeMismatch(shape: shape, type: spelling, expected: bytes, found: end - begin))
    }
  }
}

/// An array of whole numbers that are not negative; nil for anything else.
private func sizes(_ value: JSON?) -> [Int]? {
  guard case .array(let elements)? = value else { return nil }
  var sizes: [Int] = []
  for element in elements {
    guard case .integer(let size) = element, size >= 0 else { return nil }
    sizes.append(size)
  }
  return sizes
}
