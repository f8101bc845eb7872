// The words for FormatError: one line each, what was expected, what was found, what to do. Names from files are quoted so that
// no control character of theirs reaches a terminal.

extension FormatError: CustomStringConvertible {
  /// One line without a line break: `PATH: [where:] what`.
  package var description: String {
    switch part {
    case .file: "\(whole(path)): \(message)"
    case .tensor(let name): "\(whole(path)): \(printable(name)): \(message)"
    }
  }

  /// What is wrong, without path and place.
  package var message: String {
    switch kind {
    case .missing: "no such file"
    case .missingFolder: "cannot be written, for its folder does not exist"
    case .folder: "is a folder, where a file is needed"
    case .notPermitted: "permission denied"
    case .notAFile: "is a pipe or a device, where a file on disk is needed"
    case .diskFull: "cannot be written, for the disk is full"
    case .system(let action, let code): "\(action.words): \(systemMessage(code))"
    case .empty: "is empty, where tensors were expected (safetensors, npz or npy)"
    case .unrecognized: "is no file of tensors (safetensors, npz or npy)"
    case .tooLarge(let limit): "is larger than \(amount(limit)), the most that is read of a text"
    case .notUTF8(let line, let offset):
      "line \(line) is not UTF-8 (byte \(offset) of the file); save the text as UTF-8"
    case .truncated(let expected, let found):
      "the file ends too soon: \(expected) bytes are needed, there are \(found)"
    case .trailingBytes(let expected, let found):
      "the tensors end at byte \(expected), but the file has \(found) bytes"

    case .headerBeyondFile(let length, let available):
      "the header claims \(length) bytes, but only \(available) follow"
    case .headerTooLong(let length, let limit): "the header claims \(length) bytes; at most \(limit) are read"
    case .notJSON(let error): "the header is not JSON: \(error)"
    case .badHeader(let fault): fault.words
    case .duplicateName: "this name stands twice in the file"
    case .unknownElementType(let spelling):
      "the element type \(quoted(spelling)) is not known; F64, F32, F16, BF16 and the integers are read"

    case .refusedElementType(let spelling, let refusal): refusal.words(printable(spelling))
    case .shapeTooLarge(let shape): "the shape \(words(shape)) has more elements than can be counted"
    case .sizeMismatch(let shape, let type, let expected, let found):
      "the shape \(words(shape)) of \(printable(type)) needs \(expected) bytes, the file gives it \(found)"
    case .offsetsBeyondData(let begin, let end, let available):
      "its bytes \(begin) to \(end) lie outside of the \(available) bytes of data"
    case .overlap(let other, let offset): "its bytes from \(offset) on belong to \(printable(other)) too"
    case .hole(let begin, let end): "the bytes \(begin) to \(end) before it belong to no tensor"
    case .noSuchTensor(let available): "no tensor of this name; the file holds \(list(available))"
    case .integerTooLarge(let value): "holds the integer \(value), which is above the largest that is read (2^63 - 1)"
    case .outOfMemory(let bytes): "needs \(amount(bytes)) of memory, which this machine does not have"

    case .damagedArchive(let fault): fault.words
    case .encrypted: "is encrypted; save the archive without a password"
    case .unknownCompression(let method):
      "is compressed by method \(method); numpy.savez and numpy.savez_compressed write what is read"
    case .badChecksum(let expected, let found):
      "the contents are damaged: the checksum is \(hex(found)), the archive says \(hex(expected))"
    }
  }
}

extension FormatError.Action {
  fileprivate var words: String {
    switch self {
    case .open: "cannot be opened"
    case .read: "cannot be read"
    case .write: "cannot be written"
    case .rename: "cannot be put in its place"
    }
  }
}

extension FormatError.HeaderFault {
  fileprivate var words: String {
    switch self {
    case .metadataNotStrings: "__metadata__ must be an object of strings"
    case .entryNotAnObject(let found): "an object with dtype, shape and data_offsets was expected, \(found) was found"
    case .dtypeMissing: "dtype must be a string, as \"F32\""
    case .shapeMissing: "shape must be an array of whole numbers that are not negative, as [3, 4]"
    case .offsetsMissing: "data_offsets must be two whole numbers that are not negative, as [0, 48]"
    case .offsetsReversed(let begin, let end): "data_offsets end before they begin: [\(begin), \(end)]"
    case .numpyVersion(let major, let minor): "the npy version \(major).\(minor) is not known; 1.0 to 3.0 are read"
    case .numpySyntax(let offset): "the npy header is damaged at its byte \(offset)"
    case .numpyKeyMissing(let key): "the npy header must have one \(quoted(key)) of its kind"
    case .numpyKeyUnknown(let key): "the npy header has \(quoted(key)), which is not known"
    case .noMagic: "is no npy array: it does not begin with \\x93NUMPY"
    }
  }
}

extension FormatError.ArchiveFault {
  fileprivate var words: String {
    switch self {
    case .noDirectory: "the archive has no directory: it is cut off or damaged at its end"
    case .directoryBeyondFile: "the archive's directory lies outside of the file"
    case .brokenDirectory: "the archive's directory is damaged"
    case .severalDisks: "the archive is one of several parts; join them to one file"
    case .memberCount(let expected, let found):
      "the archive's directory claims \(expected) members, there are \(found)"
    case .nameNotUTF8: "the archive has a member whose name is not UTF-8"
    case .memberBeyondFile: "lies outside of the archive"
    case .membersOverlap(let other): "lies on the same bytes as \(printable(other))"
    case .headersDisagree: "the archive's directory and the member's own header disagree"
    case .sizesDisagree: "the contents are longer or shorter than the archive says"
    case .impossibleSize(let claimed, let compressed):
      "claims \(claimed) bytes, which no \(compressed) compressed bytes can hold"
    case .brokenDeflate: "the compressed contents are damaged"
    case .noArrays: "the archive has no .npy arrays in it; save the weights as safetensors or with numpy.savez"
    }
  }
}

extension ElementType.Refusal {
  fileprivate func words(_ spelling: String) -> String {
    switch self {
    case .objects: "holds Python objects (\(spelling)), which are not read; save numbers instead"
    case .structured: "holds records (\(spelling)), which are not read; save each field as an array"
    case .bigEndian: "is big-endian (\(spelling)), which is not read; save it as little-endian"
    case .unsupported: "has elements of type \(spelling), which are not read; save them as F32 or F64"
    }
  }
}

extension JSONError: CustomStringConvertible {
  /// One line: what was expected and found, at which byte.
  package var description: String {
    switch kind {
    case .endOfText: "it ends too soon, at byte \(offset)"
    case .expected(let expected, let found): "\(expected.words) expected at byte \(offset), \(character(found)) found"
    case .afterValue(let found): "nothing more expected at byte \(offset), \(character(found)) found"
    case .duplicateKey(let key, _): "the key \(quoted(key)) at byte \(offset) stands twice"
    case .tooDeep(let limit): "it is nested more than \(limit) deep at byte \(offset)"
    case .notUTF8: "the string at byte \(offset) is not UTF-8"
    case .controlCharacter(let byte): "control character \(character(byte)) at byte \(offset), which must be escaped"
    case .badEscape: "unknown escape at byte \(offset)"
    case .loneSurrogate: "half of a surrogate pair at byte \(offset)"
    case .badNumber: "no number at byte \(offset)"
    case .numberTooLarge: "the number at byte \(offset) is too large"
    }
  }
}

extension JSONError.Expected {
  fileprivate var words: String {
    switch self {
    case .value: "a value"
    case .key: "a key in quotes"
    case .colon: "a colon"
    case .commaOrEndOfArray: "a comma or ]"
    case .commaOrEndOfObject: "a comma or }"
    }
  }
}

// MARK: - Names and numbers

/// A name of any content on one line: control characters are escaped, what is long is cut.
private func printable(_ name: String) -> String {
  let start = name.unicodeScalars.prefix(120)
  return whole(String(start)) + (start.endIndex < name.unicodeScalars.endIndex ? "…" : "")
}

/// A path on one line, which is never cut.
private func whole(_ name: String) -> String {
  var result = ""
  for scalar in name.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func quoted(_ name: String) -> String { "\"\(printable(name))\"" }

private func words(_ shape: [Int]) -> String { "[\(shape.map(String.init).joined(separator: ", "))]" }

private func hex(_ number: UInt32) -> String { "0x" + String(number, radix: 16) }

private func character(_ byte: UInt8) -> String {
  (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(hex(UInt32(byte)))"
}

/// The first few names.
private func list(_ names: [String]) -> String {
  if names.isEmpty { return "none" }
  let shown = names.prefix(8).map(printable).joined(separator: ", ")
  return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
}

/// Bytes in the largest unit that leaves a whole number above 0.
private func amount(_ bytes: Int) -> String {
  let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var value = bytes
  var unit = 0
  while value >= 1024, unit < units.count - 1 {
    value /= 1024
    unit += 1
  }
  return "\(value) \(units[unit])"
}
