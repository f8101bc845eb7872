// A file of tensors, whatever its format: which it holds, and each of them when it is asked for. Opening reads headers alone;
// the formats themselves are in SafetensorsHeader, NumPyHeader and ZipArchive.

/// What a file says about a tensor.
package struct TensorEntry: Equatable, Sendable {
  package let name: String
  package let shape: [Int]
  package let dtype: ElementType

  /// The number of elements.
  package var count: Int { Tensor.count(of: shape) ?? 0 }
}

/// An open safetensors, npz or npy file, told apart by their first bytes.
///
/// Copies share the open file.
package struct TensorFile: Sendable {
  package let path: String
  /// In the order in which the header or the directory has them.
  ///
  /// The array of a plain npy file is called as its file, without `.npy`.
  package let entries: [TensorEntry]
  /// The `__metadata__` of a safetensors file; empty for other formats.
  package let metadata: [String: String]

  private let file: InputFile
  private let places: [TensorPlace]
  /// Canonically equal names are one key: Swift compares strings so.
  private let indices: [String: Int]

  /// Reads the headers and holds all that they say against the size of the file.
  package init(path: String) throws(FormatError) {
    let file = try InputFile(path: path)
    if file.size == 0 { throw file.error(.file, .empty) }
    let start = try file.bytes(at: 0, count: min(NumPyHeader.magic.count, file.size), part: .file)
    let contents =
      if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
        try Contents(npz: file)
      } else if start == NumPyHeader.magic {
        try Contents(npy: file)
      } else {
        try Contents(safetensors: file)
      }

    var indices: [String: Int] = [:]
    for (index, entry) in contents.entries.enumerated() {
      if indices.updateValue(index, forKey: entry.name) != nil { throw file.error(.tensor(entry.name), .duplicateName) }
    }
    // A file with some tensors that can be read is good for those; with none it is told at once why.
    if let first = contents.entries.first, !contents.entries.contains(where: { $0.dtype.isRead }) {
      throw file.refusal(of: first)
    }
    self.path = path
    self.file = file
    self.indices = indices
    entries = contents.entries
    places = contents.places
    metadata = contents.metadata
  }

  package var names: [String] { entries.map(\.name) }

  /// Finds a name however its accents are encoded; nil where there is none.
  package func entry(named name: String) -> TensorEntry? {
    indices[name].map { entries[$0] }
  }

  /// Reads a tensor from the file into its array.
  ///
  /// Peak memory is that of the array.
  package func tensor(named name: String) throws(FormatError) -> Tensor {
    guard let index = indices[name] else { throw file.error(.tensor(name), .noSuchTensor(available: names)) }
    let entry = entries[index]
    guard entry.dtype.isRead else { throw file.refusal(of: entry) }
    return Tensor(shape: entry.shape, values: try places[index].read(entry, from: file))
  }
}

extension InputFile {
  /// What to answer to someone who wants a tensor of a type that is not read.
  fileprivate func refusal(of entry: TensorEntry) -> FormatError {
    guard case .refused(let spelling, _, let refusal) = entry.dtype else {
      return error(.tensor(entry.name), .unknownElementType(entry.dtype.spelling))
    }
    return error(.tensor(entry.name), .refusedElementType(spelling: spelling, refusal))
  }
}

/// Where the elements of a tensor lie.
private enum TensorPlace {
  case plain(offset: Int, order: ElementOrder)
  /// An npy file within an archive, whose header has `header` bytes.
  case member(ZipMember, header: Int, order: ElementOrder)

  func read(_ entry: TensorEntry, from file: InputFile) throws(FormatError) -> Tensor.Values {
    let part = FormatError.Part.tensor(entry.name)
    switch self {
    case .plain(let offset, let order):
      let count = entry.count * (entry.dtype.byteWidth ?? 0)
      var stream = ByteStream(file: file, part: part, offset: offset, count: count)
      return try decodeValues(entry.dtype, count: entry.count, order: order, from: &stream)
    case .member(let member, let header, let order):
      var stream = try ByteStream(file: file, part: part, member: member)
      // The header was read when the file was opened; it counts for the checksum.
      _ = try stream.bytes(header)
      let values = try decodeValues(entry.dtype, count: entry.count, order: order, from: &stream)
      let checksum = try stream.finish()
      if checksum != member.checksum {
        throw file.error(part, .badChecksum(expected: member.checksum, found: checksum))
      }
      return values
    }
  }
}

// MARK: - What each format holds

private struct Contents {
  var entries: [TensorEntry] = []
  var places: [TensorPlace] = []
  var metadata: [String: String] = [:]

  init(safetensors file: InputFile) throws(FormatError) {
    let header = try SafetensorsHeader(of: file)
    metadata = header.metadata
    for entry in header.entries {
      entries.append(TensorEntry(name: entry.name, shape: entry.shape, dtype: entry.type))
      places.append(.plain(offset: header.dataStart + entry.begin, order: .rows))
    }
  }

  init(npy file: InputFile) throws(FormatError) {
    let name = stem(of: file.path)
    var stream = ByteStream(file: file, part: .file, offset: 0, count: file.size)
    let header = try NumPyHeader(&stream, size: file.size)
    append(name, header, .plain(offset: header.length, order: header.order))
  }

  init(npz file: InputFile) throws(FormatError) {
    let members = try ZipArchive.members(of: file)
    for member in members {
      guard let name = ZipArchive.arrayName(member.name) else { continue }
      var stream = try ByteStream(file: file, part: .tensor(name), member: member)
      let header = try NumPyHeader(&stream, size: member.size)
      append(name, header, .member(member, header: header.length, order: header.order))
    }
    if entries.isEmpty, !members.isEmpty { throw file.error(.file, .damagedArchive(.noArrays)) }
  }

  private mutating func append(_ name: String, _ header: NumPyHeader, _ place: TensorPlace) {
    entries.append(TensorEntry(name: name, shape: header.shape, dtype: header.type))
    places.append(place)
  }
}

extension NumPyHeader {
  fileprivate var order: ElementOrder { isFortranOrder ? .columns(shape: shape) : .rows }
}

/// The last part of a path, without `.npy`.
private func stem(of path: String) -> String {
  let name = path.split(separator: "/").last.map { String($0) } ?? path
  return ZipArchive.arrayName(name) ?? name
}
