// What the files at hand tell the checker of a sheet: shapes, alphabets, constants.

package import Equations
package import Formats

extension Bindings {
  /// Gathers what is known before the sheet is checked.
  ///
  /// A file's metadata may hold `const`, a JSON object of numbers for dimensions and constants that the sheet declares,
  /// and `alphabet/NAME`, a JSON list of the symbols of the token input NAME, or of what the entries along the dimension NAME are
  /// called.
  ///
  /// - Parameters:
  ///   - sheet: the sheet to be checked.
  ///   - settings: what the user set; it wins over the files.
  ///   - weights: the file of parameters; it wins over the inputs, but for sizes that no parameter has.
  ///   - inputs: the files of inputs, the newest first.
  /// - Throws: where the metadata is not what it should be, or two names in a file are one.
  package init(
    for sheet: Sheet, settings: [String: Double] = [:], weights: TensorFile? = nil, inputs: [TensorFile] = []
  ) throws(CatalogueError) {
    self.init(settings: settings)
    let declared = sheet.numberNames
    let (dims, sizes) = (sheet.dimensionNames, sheet.namesInParameterSizes)
    for (place, file) in ([weights].compactMap(\.self) + inputs).enumerated() {
      let isWeights = weights != nil && place == 0
      for (name, value) in try file.constants(declared) where self.settings[name] == nil {
        // How many nodes a graph has, say, is no matter of the weights.
        if isWeights, !inputs.isEmpty, dims.contains(name), !sizes.contains(name) { continue }
        self.settings[name] = value
        settingOrigins[name] = file.path
      }
      for (name, alphabet) in try file.alphabets(sheet) where alphabets[name] == nil { alphabets[name] = alphabet }
    }
    exampledElsewhere = Set(weights?.exampledInputs ?? [])
    if let weights { weightShapes = try TensorNames(weights, prefix: TensorNames.parameterPrefix).shapes }
    for file in inputs {
      inputShapes.merge(try TensorNames(file, prefix: TensorNames.inputPrefix).shapes) { newer, _ in newer }
    }
  }
}

extension JSON {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .double, .float: true
    case .null, .bool, .string, .array, .object: false
    }
  }
}

extension Sheet {
  fileprivate var dimensionNames: Set<String> {
    items.reduce(into: []) { names, item in
      if case .dims(let dims) = item.kind { names.formUnion(dims.map(\.name)) }
    }
  }

  /// The dimensions and constants that can be set to a number.
  fileprivate var numberNames: Set<String> {
    var result: Set<String> = []
    for item in items {
      switch item.kind {
      case .dims(let dims): for dimension in dims { result.insert(dimension.name) }
      case .constant(let constants): for constant in constants { result.insert(constant.target.name) }
      default: break
      }
    }
    return result
  }

  /// The alphabet that the sheet itself declares for an input.
  fileprivate func alphabet(of input: String) -> AlphabetDeclaration? {
    for case .alphabet(let targets, let alphabet) in items.map(\.kind)
    where targets.contains(where: { $0.name == input }) {
      return alphabet
    }
    return nil
  }
}

extension TensorFile {
  /// The names to which the file's metadata gives a number, and the sheet does not.
  package func strayConstants(_ sheet: Sheet) -> [String] {
    guard let text = metadata["const"], case .object(let members)? = try? JSON(text) else { return [] }
    let declared = sheet.numberNames
    return members.filter { $0.value.isNumber }.map { Symbols.normalForm($0.key) }.filter { !declared.contains($0) }
  }

  fileprivate func constants(_ declared: Set<String>) throws(CatalogueError) -> [(String, Double)] {
    guard let text = metadata["const"] else { return [] }
    guard case .object(let members) = try? JSON(text) else {
      throw .badMetadata(path: path, key: "const", expected: "a JSON object of numbers")
    }
    var result: [(String, Double)] = []
    for member in members {
      let name = Symbols.normalForm(member.key)
      // A file may say more than the sheet asks for.
      guard declared.contains(name) else { continue }
      switch member.value {
      case .integer(let value): result.append((name, Double(value)))
      case .double(let value): result.append((name, value))
      default: throw .badMetadata(path: path, key: "const", expected: "a number for \(name)")
      }
    }
    return result
  }

  fileprivate func alphabets(_ sheet: Sheet) throws(CatalogueError) -> [(String, Alphabet)] {
    var result: [(String, Alphabet)] = []
    let prefix = "alphabet/"
    for (key, text) in metadata.sorted(by: { $0.key < $1.key }) where key.hasPrefix(prefix) {
      let name = Symbols.normalForm(String(key.dropFirst(prefix.count)))
      let symbols = try symbols(in: text, key: key, mayRepeat: sheet.numberNames.contains(name))
      // What stands for an unknown symbol, or ends a text, is the sheet's to say.
      let declared = sheet.alphabet(of: name)
      func place(_ symbol: String?) -> Int? { symbol.flatMap { symbols.firstIndex(of: $0) } }
      result.append(
        (
          name,
          Alphabet(
            symbols: symbols, unknown: place(declared?.unknown), start: place(declared?.start),
            end: place(declared?.end),
            fill: declared?.fill.flatMap { fill in
              place(fill.symbol).map { Alphabet.Fill(symbol: $0, length: fill.length) }
            })
        ))
    }
    return result
  }

  private func symbols(in text: String, key: String, mayRepeat: Bool) throws(CatalogueError) -> [String] {
    func complaint(_ expected: String) -> CatalogueError { .badMetadata(path: path, key: key, expected: expected) }
    guard case .array(let values) = try? JSON(text), !values.isEmpty else { throw complaint("a JSON list of symbols") }
    var symbols: [String] = []
    var seen: Set<String> = []
    for value in values {
      guard case .string(let symbol) = value, !symbol.isEmpty else { throw complaint("a text for each symbol") }
      guard seen.insert(symbol).inserted || mayRepeat else {
        throw complaint("each symbol once, not \"\(symbol)\" twice")
      }
      symbols.append(symbol)
    }
    return symbols
  }
}
