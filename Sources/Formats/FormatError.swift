// What can be wrong with a file, as data: which file, where in it, what. The words are in FormatError+Wording.swift.

/// A file that cannot be read or written.
package struct FormatError: Error, Equatable, Sendable {
  package var path: String
  package var part: Part
  package var kind: Kind

  package init(path: String, part: Part = .file, kind: Kind) {
    self.path = path
    self.part = part
    self.kind = kind
  }

  /// Where in a file something is wrong.
  package enum Part: Equatable, Sendable {
    case file
    case tensor(String)
  }

  package enum Kind: Equatable, Sendable {
    // The file as a whole.
    case missing
    case missingFolder
    case folder
    case notPermitted
    /// A pipe, a socket or a device, where a file is needed.
    case notAFile
    case diskFull
    /// Any other answer of the system: an `errno`.
    case system(Action, code: Int32)
    case empty
    /// Neither safetensors nor npz nor npy, by its first bytes.
    case unrecognized
    case tooLarge(limit: Int)
    /// The first byte that is no UTF-8, and its line, from 1.
    case notUTF8(line: Int, offset: Int)
    case truncated(expected: Int, found: Int)
    case trailingBytes(expected: Int, found: Int)

    // Headers.
    case headerBeyondFile(length: UInt64, available: Int)
    case headerTooLong(length: UInt64, limit: Int)
    /// Offsets are bytes of the header.
    case notJSON(JSONError)
    case badHeader(HeaderFault)
    case duplicateName
    case unknownElementType(String)

    // Tensors.
    case refusedElementType(spelling: String, ElementType.Refusal)
    case shapeTooLarge([Int])
    case sizeMismatch(shape: [Int], type: String, expected: Int, found: Int)
    case offsetsBeyondData(begin: Int, end: Int, available: Int)
    case overlap(with: String, at: Int)
    /// Bytes of the data before this tensor that belong to none.
    case hole(begin: Int, end: Int)
    case noSuchTensor(available: [String])
    case integerTooLarge(UInt64)
    case outOfMemory(bytes: Int)

    // Archives.
    case damagedArchive(ArchiveFault)
    case encrypted
    /// A method of the zip format other than stored (0) and deflate (8).
    case unknownCompression(method: Int)
    case badChecksum(expected: UInt32, found: UInt32)
  }

  /// What was to be done when the system said no.
  package enum Action: Equatable, Sendable {
    case open, read, write, rename
  }

  /// A header that is well formed and says what it should not.
  package enum HeaderFault: Equatable, Sendable {
    case metadataNotStrings
    case entryNotAnObject(found: String)
    case dtypeMissing
    case shapeMissing
    case offsetsMissing
    case offsetsReversed(begin: Int, end: Int)
    case numpyVersion(major: Int, minor: Int)
    /// The dictionary of an npy header breaks off or has something else at this byte of the header.
    case numpySyntax(offset: Int)
    case numpyKeyMissing(String)
    case numpyKeyUnknown(String)
    case noMagic
  }

  /// A zip archive whose parts do not fit together.
  package enum ArchiveFault: Equatable, Sendable {
    case noDirectory
    case directoryBeyondFile
    case brokenDirectory
    case severalDisks
    case memberCount(expected: Int, found: Int)
    case nameNotUTF8
    case memberBeyondFile
    case membersOverlap(with: String)
    /// The member's own header and the directory tell different things.
    case headersDisagree
    case sizesDisagree
    /// More than deflate can make of so few bytes.
    case impossibleSize(claimed: Int, compressed: Int)
    case brokenDeflate
    case noArrays
  }
}
