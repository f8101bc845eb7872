// The bytes of one tensor's place in a file, in order: as they lie there, or inflated piece by piece. Adds up the checksum
// of an archive's member. Knows nothing of what the bytes mean.

import CZlib
import Glibc

/// A run of bytes that is read once, from front to back.
struct ByteStream: ~Copyable {
  let file: InputFile
  let part: FormatError.Part
  private var offset: Int
  private let end: Int
  private let inflation: Inflation?
  private let isSummed: Bool
  private var checksum: UInt32 = 0

  /// Bytes as they lie in the file; the caller has checked the range against the file's size.
  init(file: InputFile, part: FormatError.Part, offset: Int, count: Int) {
    self.file = file
    self.part = part
    self.offset = offset
    end = offset + count
    inflation = nil
    isSummed = false
  }

  /// The contents of an archive's member, whose place was checked when the archive's directory was read.
  init(file: InputFile, part: FormatError.Part, member: ZipMember) throws(FormatError) {
    self.file = file
    self.part = part
    offset = member.offset
    end = member.offset + member.packedSize
    isSummed = true
    switch member.packing {
    case .stored: inflation = nil
    case .deflated:
      guard let inflation = Inflation() else { throw file.error(part, .outOfMemory(bytes: Inflation.chunk)) }
      self.inflation = inflation
    }
  }

  /// Fills `target` with the next bytes.
  ///
  /// - Throws: where fewer are left, or what lies in the file cannot be inflated.
  mutating func fill(_ target: UnsafeMutableRawBufferPointer) throws(FormatError) {
    if let inflation {
      let count = try inflate(into: target, inflation)
      if count < target.count { throw file.error(part, .damagedArchive(.sizesDisagree)) }
    } else {
      if target.count > end - offset { throw file.error(part, .truncated(expected: offset + target.count, found: end)) }
      try file.read(into: target, at: offset, part: part)
      offset += target.count
    }
    if isSummed { addToChecksum(target) }
  }

  /// The next bytes as an array; the caller has checked `count` against what there is.
  mutating func bytes(_ count: Int) throws(FormatError) -> [UInt8] {
    try uninitializedArray(of: count, for: file, part: part) { target throws(FormatError) in
      try fill(UnsafeMutableRawBufferPointer(target))
    }
  }

  /// Ends the reading; the result is the checksum of a member (CRC-32, as zip has it), 0 for plain bytes.
  ///
  /// - Throws: where something is left to read.
  consuming func finish() throws(FormatError) -> UInt32 {
    if let inflation {
      var spare: UInt8 = 0
      let more = try withUnsafeMutableBytes(of: &spare) { target throws(FormatError) in
        try inflate(into: target, inflation)
      }
      if more > 0 || !inflation.isOver || inflation.stream.pointee.avail_in > 0 {
        throw file.error(part, .damagedArchive(.sizesDisagree))
      }
    }
    if offset < end { throw file.error(part, .damagedArchive(.sizesDisagree)) }
    return checksum
  }

  private mutating func addToChecksum(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    var sum = uLong(checksum)
    var done = 0
    while done < bytes.count {
      let count = min(bytes.count - done, 1 << 30)
      sum = crc32(sum, base.advanced(by: done).assumingMemoryBound(to: Bytef.self), uInt(count))
      done += count
    }
    checksum = UInt32(truncatingIfNeeded: sum)
  }

  /// Inflates until `target` is full or the data ends; the number of bytes that came.
  private mutating func inflate(
    into target: UnsafeMutableRawBufferPointer, _ inflation: Inflation
  ) throws(FormatError) -> Int {
    guard let base = target.baseAddress else { return 0 }
    let stream = inflation.stream
    var done = 0
    while done < target.count, !inflation.isOver {
      if stream.pointee.avail_in == 0, offset < end {
        let count = min(end - offset, Inflation.chunk)
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: inflation.input[..<count]), at: offset, part: part)
        offset += count
        stream.pointee.next_in = inflation.input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = uInt(count)
      }
      let room = min(target.count - done, 1 << 30)
      stream.pointee.next_out = base.advanced(by: done).assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = uInt(room)
      let answer = CZlib.inflate(stream, Z_NO_FLUSH)
      done += room - Int(stream.pointee.avail_out)
      switch answer {
      case Z_STREAM_END: inflation.isOver = true
      case Z_OK: break
      default: throw file.error(part, .damagedArchive(.brokenDeflate))
      }
    }
    return done
  }
}

/// zlib's state, which must not move while it is in use, and the compressed bytes that it works on.
private final class Inflation {
  static let chunk = 1 << 16

  let stream: UnsafeMutablePointer<z_stream>
  let input: UnsafeMutableRawBufferPointer
  var isOver = false

  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: Inflation.chunk, alignment: 16)
    if inflateInitBare(stream) != Z_OK { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }
}
