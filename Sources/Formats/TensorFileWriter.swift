// Tensors → a safetensors file, declared first and then streamed, so that a trace of any length is written without a copy of it.

/// A safetensors file being written: it appears at its path when it is finished, and not at all if the writer is dropped before.
package struct TensorFileWriter: ~Copyable {
  /// A tensor to come: its name, shape and the type that it is stored as.
  package struct Declaration: Equatable, Sendable {
    package var name: String
    package var shape: [Int]
    package var precision: Precision

    package init(name: String, shape: [Int], precision: Precision = .float32) {
      self.name = name
      self.shape = shape
      self.precision = precision
    }
  }

  package enum Precision: Equatable, Sendable {
    case float32, float64

    var width: Int { self == .float32 ? 4 : 8 }
    var spelling: String { self == .float32 ? "F32" : "F64" }
  }

  private var file: OutputFile
  private let tensors: [Declaration]
  /// The tensor that the next value belongs to, and how many values it still lacks.
  private var current = 0
  private var missing: Int

  /// Opens `path` and writes the header, which lists the tensors in the given order.
  /// - Throws: where the file cannot be written, a name comes twice (canonically equal names are the same) or a shape is too large.
  package init(path: String, tensors: [Declaration], metadata: [String: String] = [:]) throws(FormatError) {
    let header = try TensorFileWriter.header(tensors, metadata, path: path)
    var file = try OutputFile(path: path)
    try file.write(header)
    self.file = file
    self.tensors = tensors
    missing = tensors.first.map { Tensor.count(of: $0.shape) ?? 0 } ?? 0
  }

  /// Adds the next values, in the order of the declarations and row by row; a call may fill several tensors or a part of one.
  ///
  /// Values are rounded or widened to what their tensor was declared as.
  /// - Precondition: no more values come than were declared.
  package mutating func append(_ values: UnsafeBufferPointer<Float>) throws(FormatError) {
    try forEachRun(of: values) { run, precision, file throws(FormatError) in
      switch precision {
      case .float32: try file.write(UnsafeRawBufferPointer(run))
      case .float64: try file.write(run) { Double($0) }
      }
    }
  }

  /// The same for double precision.
  package mutating func append(_ values: UnsafeBufferPointer<Double>) throws(FormatError) {
    try forEachRun(of: values) { run, precision, file throws(FormatError) in
      switch precision {
      case .float32: try file.write(run) { Float($0) }
      case .float64: try file.write(UnsafeRawBufferPointer(run))
      }
    }
  }

  package mutating func append(_ values: [Float]) throws(FormatError) {
    try values.withUnsafeBufferPointer { values throws(FormatError) in try append(values) }
  }

  package mutating func append(_ values: [Double]) throws(FormatError) {
    try values.withUnsafeBufferPointer { values throws(FormatError) in try append(values) }
  }

  /// Brings the file to the disk and puts it in its place.
  /// - Precondition: as many values came as were declared.
  package consuming func finish() throws(FormatError) {
    moveOn()
    precondition(current == tensors.count, "all values that were declared must be appended before the file is finished")
    try file.finish()
  }

  /// Steps over tensors that are full.
  private mutating func moveOn() {
    while missing == 0, current < tensors.count {
      current += 1
      if current < tensors.count { missing = Tensor.count(of: tensors[current].shape) ?? 0 }
    }
  }

  /// Cuts values where a tensor ends.
  private mutating func forEachRun<Element>(
    of values: UnsafeBufferPointer<Element>,
    write: (UnsafeBufferPointer<Element>, Precision, inout OutputFile) throws(FormatError) -> Void
  ) throws(FormatError) {
    var done = 0
    while done < values.count {
      moveOn()
      precondition(current < tensors.count, "more values were appended than were declared")
      let count = min(values.count - done, missing)
      let run = UnsafeBufferPointer(rebasing: values[done..<done + count])
      try write(run, tensors[current].precision, &file)
      done += count
      missing -= count
    }
  }

  /// The length, the JSON text, and spaces up to a multiple of eight, so that the data can be mapped.
  private static func header(
    _ tensors: [Declaration], _ metadata: [String: String], path: String
  ) throws(FormatError) -> [UInt8] {
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key < $1.key }
      members.append(JSON.Member("__metadata__", .object(sorted.map { JSON.Member($0.key, .string($0.value)) })))
    }
    var names: Set<String> = ["__metadata__"]
    var begin = 0
    for tensor in tensors {
      func error(_ kind: FormatError.Kind) -> FormatError {
        FormatError(path: path, part: .tensor(tensor.name), kind: kind)
      }
      if !names.insert(tensor.name).inserted { throw error(.duplicateName) }
      guard let count = Tensor.count(of: tensor.shape) else { throw error(.shapeTooLarge(tensor.shape)) }
      let (bytes, overflow) = count.multipliedReportingOverflow(by: tensor.precision.width)
      let (end, overflowOfSum) = begin.addingReportingOverflow(bytes)
      if overflow || overflowOfSum { throw error(.shapeTooLarge(tensor.shape)) }
      members.append(
        JSON.Member(
          tensor.name,
          .object([
            JSON.Member("dtype", .string(tensor.precision.spelling)),
            JSON.Member("shape", .array(tensor.shape.map { .integer($0) })),
            JSON.Member("data_offsets", .array([.integer(begin), .integer(end)])),
          ])))
      begin = end
    }
    var text = Array(JSON.object(members).text.utf8)
    while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
    if text.count > SafetensorsHeader.lengthLimit {
      throw FormatError(
        path: path, part: .file,
        kind: .headerTooLong(length: UInt64(text.count), limit: SafetensorsHeader.lengthLimit))
    }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}

extension OutputFile {
  /// Writes converted values through a small buffer.
  fileprivate mutating func write<Value, Stored: BitwiseCopyable>(
    _ values: UnsafeBufferPointer<Value>, converted convert: (Value) -> Stored
  ) throws(FormatError) {
    var done = 0
    while done < values.count {
      let piece = values[done..<min(values.count, done + 4096)].map(convert)
      try write(piece)
      done += piece.count
    }
  }
}
