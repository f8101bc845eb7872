// The directory of a zip archive: which members it has, where their bytes lie and how they are packed. Reads no contents.
// Source: PKWARE's APPNOTE.TXT 6.3.10; the sizes of zip64 are read wherever the 32-bit ones point to them.

/// One file in an archive.
///
/// All places and sizes were checked against the archive's size.
struct ZipMember: Equatable, Sendable {
  enum Packing: Equatable, Sendable { case stored, deflated }

  var name: String
  var packing: Packing
  /// Where the packed bytes begin in the archive.
  var offset: Int
  var packedSize: Int
  var size: Int
  /// CRC-32 of the contents.
  var checksum: UInt32
}

enum ZipArchive {
  /// Deflate makes at most 258 bytes of two bits.
  static let largestRatio = 1032

  /// The members in the order of the directory, folders left out.
  static func members(of file: InputFile) throws(FormatError) -> [ZipMember] {
    let directory = try findDirectory(of: file)
    let records = try readRecords(directory, of: file)
    var members: [ZipMember] = []
    for record in records where !record.name.hasSuffix("/") {
      members.append(try locate(record, before: directory.offset, in: file))
    }
    try refuseOverlaps(members, in: file)
    return members
  }

  private static func damaged(_ file: InputFile, _ fault: FormatError.ArchiveFault) -> FormatError {
    file.error(.file, .damagedArchive(fault))
  }
}

// MARK: - The end of the archive

extension ZipArchive {
  private struct Directory {
    var offset: Int
    var size: Int
    var count: Int
  }

  private static func findDirectory(of file: InputFile) throws(FormatError) -> Directory {
    let recordSize = 22
    let tailSize = min(file.size, recordSize + 0xFFFF)
    let tail = try file.bytes(at: file.size - tailSize, count: tailSize, part: .file)
    var start = tailSize - recordSize
    while start >= 0 {
      var reader = ByteReader(tail, at: start)
      if reader.integer(UInt32.self) == 0x0605_4B50 {
        reader.position = start + 20
        if let comment = reader.integer(UInt16.self), Int(comment) == reader.remaining { break }
      }
      start -= 1
    }
    guard start >= 0 else { throw damaged(file, .noDirectory) }

    var reader = ByteReader(tail, at: start + 4)
    guard let disk: UInt16 = reader.integer(), let firstDisk: UInt16 = reader.integer(),
      let countHere: UInt16 = reader.integer(), let count: UInt16 = reader.integer(),
      let size: UInt32 = reader.integer(), let offset: UInt32 = reader.integer()
    else { throw damaged(file, .noDirectory) }

    let end = file.size - tailSize + start
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF,
      let wide = try findWideDirectory(of: file, before: end)
    {
      return wide
    }
    guard disk == 0, firstDisk == 0, countHere == count else { throw damaged(file, .severalDisks) }
    return try checked(UInt64(offset), UInt64(size), UInt64(count), before: end, file)
  }

  /// The zip64 record that says the same in 64 bits; nil where there is none.
  private static func findWideDirectory(of file: InputFile, before end: Int) throws(FormatError) -> Directory? {
    guard end >= 20 else { return nil }
    var locator = ByteReader(try file.bytes(at: end - 20, count: 20, part: .file))
    guard locator.integer(UInt32.self) == 0x0706_4B50 else { return nil }
    guard let disk: UInt32 = locator.integer(), let place: UInt64 = locator.integer(),
      let disks: UInt32 = locator.integer()
    else { return nil }
    guard disk == 0, disks <= 1 else { throw damaged(file, .severalDisks) }
    guard let start = Int(exactly: place), start <= end - 20 - 56 else { throw damaged(file, .directoryBeyondFile) }
    var record = ByteReader(try file.bytes(at: start, count: 56, part: .file))
    guard record.integer(UInt32.self) == 0x0606_4B50 else { throw damaged(file, .brokenDirectory) }
    record.position = 24
    guard let countHere: UInt64 = record.integer(), let count: UInt64 = record.integer(),
      let size: UInt64 = record.integer(), let offset: UInt64 = record.integer()
    else { return nil }
    guard countHere == count else { throw damaged(file, .severalDisks) }
    return try checked(offset, size, count, before: start, file)
  }

  private static func checked(
    _ offset: UInt64, _ size: UInt64, _ count: UInt64, before end: Int, _ file: InputFile
  ) throws(FormatError) -> Directory {
    guard let offset = Int(exactly: offset), let size = Int(exactly: size), let count = Int(exactly: count),
      offset <= end, size <= end - offset
    else { throw damaged(file, .directoryBeyondFile) }
    return Directory(offset: offset, size: size, count: count)
  }
}

// MARK: - The records of the directory

extension ZipArchive {
  /// What the directory says of a member, not yet compared with the member itself.
  private struct Record {
    var name: String
    var rawName: ArraySlice<UInt8>
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var packedSize: UInt64
    var size: UInt64
    var offset: UInt64
  }

  private static func readRecords(_ directory: Directory, of file: InputFile) throws(FormatError) -> [Record] {
    var reader = ByteReader(try file.bytes(at: directory.offset, count: directory.size, part: .file))
    var records: [Record] = []
    while reader.remaining > 0 {
      records.append(try readRecord(&reader, of: file))
    }
    guard records.count == directory.count else {
      throw damaged(file, .memberCount(expected: directory.count, found: records.count))
    }
    return records
  }

  private static func readRecord(_ reader: inout ByteReader, of file: InputFile) throws(FormatError) -> Record {
    let start = reader.position
    guard reader.integer(UInt32.self) == 0x0201_4B50 else { throw damaged(file, .brokenDirectory) }
    reader.position = start + 8
    guard let flags: UInt16 = reader.integer(), let method: UInt16 = reader.integer(),
      reader.take(4) != nil,
      let checksum: UInt32 = reader.integer(), let packedSize: UInt32 = reader.integer(),
      let size: UInt32 = reader.integer(), let nameSize: UInt16 = reader.integer(),
      let extraSize: UInt16 = reader.integer(), let commentSize: UInt16 = reader.integer(),
      reader.take(8) != nil, let offset: UInt32 = reader.integer(),
      let rawName = reader.take(Int(nameSize)), let extra = reader.take(Int(extraSize)),
      reader.take(Int(commentSize)) != nil
    else { throw damaged(file, .brokenDirectory) }
    guard let name = String(validating: rawName, as: UTF8.self) else { throw damaged(file, .nameNotUTF8) }
    var record = Record(
      name: name, rawName: rawName, flags: flags, method: method, checksum: checksum,
      packedSize: UInt64(packedSize), size: UInt64(size), offset: UInt64(offset))
    guard widen(&record, by: Array(extra)) else { throw damaged(file, .brokenDirectory) }
    return record
  }

  /// Takes the 64-bit sizes from the extra fields, for those of 32 bits that are full.
  ///
  /// False where they are not there.
  private static func widen(_ record: inout Record, by extra: [UInt8]) -> Bool {
    let full: UInt64 = 0xFFFF_FFFF
    guard record.size == full || record.packedSize == full || record.offset == full else { return true }
    var reader = ByteReader(extra)
    while let kind: UInt16 = reader.integer(), let size: UInt16 = reader.integer() {
      guard let field = reader.take(Int(size)) else { return false }
      guard kind == 1 else { continue }
      var wide = ByteReader(Array(field))
      for path in [\Record.size, \Record.packedSize, \Record.offset] where record[keyPath: path] == full {
        guard let value: UInt64 = wide.integer() else { return false }
        record[keyPath: path] = value
      }
      return true
    }
    // Without the field the numbers mean themselves, and the checks of sizes decide.
    return true
  }
}

// MARK: - The members

extension ZipArchive {
  private static func locate(_ record: Record, before end: Int, in file: InputFile) throws(FormatError) -> ZipMember {
    let name = arrayName(record.name) ?? record.name
    func error(_ kind: FormatError.Kind) -> FormatError { file.error(.tensor(name), kind) }

    if record.flags & 1 != 0 { throw error(.encrypted) }
    let packing: ZipMember.Packing
    switch record.method {
    case 0: packing = .stored
    case 8: packing = .deflated
    default: throw error(.unknownCompression(method: Int(record.method)))
    }

    let headerSize = 30
    guard let header = Int(exactly: record.offset), header <= end - headerSize else {
      throw error(.damagedArchive(.memberBeyondFile))
    }
    var reader = ByteReader(try file.bytes(at: header, count: headerSize, part: .file))
    guard reader.integer(UInt32.self) == 0x0403_4B50 else { throw error(.damagedArchive(.headersDisagree)) }
    reader.position = 8
    let method: UInt16? = reader.integer()
    reader.position = 26
    guard method == record.method, let nameSize: UInt16 = reader.integer(), let extraSize: UInt16 = reader.integer(),
      Int(nameSize) == record.rawName.count
    else { throw error(.damagedArchive(.headersDisagree)) }

    let nameStart = header + headerSize
    let start = nameStart + Int(nameSize) + Int(extraSize)
    guard start <= end, let packedSize = Int(exactly: record.packedSize), packedSize <= end - start,
      let size = Int(exactly: record.size)
    else { throw error(.damagedArchive(.memberBeyondFile)) }
    guard try file.bytes(at: nameStart, count: Int(nameSize), part: .file)[...] == record.rawName else {
      throw error(.damagedArchive(.headersDisagree))
    }
    switch packing {
    case .stored:
      if packedSize != size { throw error(.damagedArchive(.sizesDisagree)) }
    case .deflated:
      let (most, overflow) = packedSize.multipliedReportingOverflow(by: largestRatio)
      if !overflow, size > most {
        throw error(.damagedArchive(.impossibleSize(claimed: size, compressed: packedSize)))
      }
    }
    return ZipMember(
      name: record.name, packing: packing, offset: start, packedSize: packedSize, size: size, checksum: record.checksum)
  }

  private static func refuseOverlaps(_ members: [ZipMember], in file: InputFile) throws(FormatError) {
    let sorted = members.sorted { ($0.offset, $0.packedSize) < ($1.offset, $1.packedSize) }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.offset < earlier.offset + earlier.packedSize {
      let name = arrayName(later.name) ?? later.name
      throw file.error(.tensor(name), .damagedArchive(.membersOverlap(with: arrayName(earlier.name) ?? earlier.name)))
    }
  }

  /// What NumPy calls an array that lies in a member of this name; nil for a member that is no array.
  static func arrayName(_ member: String) -> String? {
    member.hasSuffix(".npy") ? String(member.dropLast(4)) : nil
  }
}
