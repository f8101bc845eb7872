// The dimensions and the constants of a sheet, worked out in the order in which they need one another.

/// All numbers that are known before anything else is.
struct SheetNumbers {
  private(set) var scope = Scope()
  private(set) var dims: [ModelDimension] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The line of each dimension.
  private(set) var lines: [String: Int] = [:]

  private struct Definition {
    var name: String
    var value: Syntax
    var range: SourceRange
    var isDimension: Bool
    /// What the sheet says and who says otherwise, if anyone does.
    var whoSet: String?
  }

  /// - Parameters:
  ///   - sheet: the sheet, of which only the lines outside of families tell numbers.
  ///   - settings: numbers by name, those that follow from files with them; they win over the sheet's.
  ///   - bindings: the settings that were made; one that the sheet does not know is a mistake.
  ///   - broken: names on lines that could not be read.
  init(_ sheet: Sheet, settings: [String: Double], _ bindings: Bindings, broken: Set<String>) {
    scope.broken = broken
    scope.others = Set(sheet.items.flatMap(\.namesOfNoNumbers))
    var definitions: [Definition] = []
    for item in sheet.items {
      switch item.kind {
      case .dims(let list): for dimension in list { gather(dimension, into: &definitions) }
      case .constant(let constants):
        for constant in constants where constant.axes.isEmpty && constant.target.indices.isEmpty {
          guard let value = constant.value else { continue }
          let (name, range) = (constant.target.name, constant.target.range)
          definitions.append(Definition(name: name, value: value, range: range, isDimension: false))
        }
      default: break
      }
    }
    for index in definitions.indices {
      let name = definitions[index].name
      guard let value = settings[name] else { continue }
      let who = bindings.settingOrigins[name] ?? (bindings.settings[name] == nil ? "the files at hand" : nil)
      let sheetSays = "the sheet has \(name) = \(definitions[index].value.spelled)"
      definitions[index].whoSet = who.map { "\($0) says so; \(sheetSays)" } ?? "it was set so; \(sheetSays)"
      definitions[index].value = Syntax(.number(value, text: value.plain), range: definitions[index].range)
    }
    resolve(definitions)
    checkSettings(bindings.settings, sheet)
  }

  private mutating func gather(_ dimension: DimensionDeclaration, into definitions: inout [Definition]) {
    let name = dimension.name
    if let line = lines[name] {
      diagnostics.append(Diagnostic(.declaredTwice(name, firstLine: line), at: dimension.range))
    } else if let meaning = Names.reserved(name) {
      diagnostics.append(Diagnostic(.reservedName(name, meaning: meaning), at: dimension.range))
    } else {
      lines[name] = dimension.range.line
      definitions.append(Definition(name: name, value: dimension.value, range: dimension.range, isDimension: true))
    }
  }

  private mutating func resolve(_ definitions: [Definition]) {
    var places: [String: Int] = [:]
    for (place, definition) in definitions.enumerated() where places[definition.name] == nil {
      places[definition.name] = place
    }
    let needs = definitions.map { $0.value.names.compactMap { places[$0] } }
    var sizes: [Int: Int] = [:]
    let graph = Graph(needs)
    for group in graph.components {
      let circle = graph.circle(in: group)
      if circle.isEmpty {
        sizes[group[0]] = define(definitions[group[0]])
      } else {
        scope.broken.formUnion(group.map { definitions[$0].name })
        let names = (circle + [group[0]]).map { definitions[$0].name }
        diagnostics.append(Diagnostic(.dimensionCycle(names), at: definitions[group[0]].range))
      }
    }
    dims = definitions.indices.compactMap { place in
      sizes[place].map { ModelDimension(name: definitions[place].name, count: $0) }
    }
  }

  /// Works out one number and returns it if it is a dimension.
  private mutating func define(_ definition: Definition) -> Int? {
    let name = definition.name
    do {
      guard definition.isDimension else {
        let number = try scope.number(definition.value)
        scope.constants[name] = scope.constants[name] ?? number
        return nil
      }
      let count = try scope.dimension(definition.value).count
      scope.dims[name] = count
      if case .name(let original) = definition.value.kind { scope.aliases[name] = original }
      return count
    } catch {
      scope.broken.insert(name)
      guard let reason = error.reason?.naming(name, value: definition.value) else { return nil }
      diagnostics.append(definition.whoSet.map { Diagnostic(.set(reason.kind, by: $0), at: .nowhere) } ?? reason)
      return nil
    }
  }

  private mutating func checkSettings(_ settings: [String: Double], _ sheet: Sheet) {
    let known = sheet.items.flatMap(\.settableNames)
    for name in settings.keys.sorted() {
      let bare = name.last == "]" ? String(name.prefix { $0 != "[" }) : name
      if known.contains(bare) || scope.broken.contains(bare) { continue }
      diagnostics.append(Diagnostic(.unknownSetting(name, nearest: nearestName(to: name, among: known)), at: .nowhere))
    }
  }
}

extension Item {
  fileprivate var namesOfNoNumbers: [String] {
    switch kind {
    case .input(let targets, _), .parameter(let targets, _, _, _, _), .state(let targets, _, _, _):
      targets.map(\.name)
    case .constant(let constants): constants.map(\.target.name)
    case .equation(let target, _, _): [target.name]
    case .leaf(let target, _): [target.atLeaves.name]
    case .block(_, let body): body.flatMap(\.namesOfNoNumbers)
    case .title, .source, .view, .beside, .remark, .dims, .alphabet, .example: []
    }
  }

  fileprivate var settableNames: [String] {
    switch kind {
    case .dims(let list): list.map(\.name)
    case .constant(let constants): constants.map(\.target.name)
    case .block(_, let body): body.flatMap(\.settableNames)
    default: []
    }
  }
}

extension Diagnostic {
  /// The same mistake, told of a dimension by its name where its value is a plain number.
  fileprivate func naming(_ name: String, value: Syntax) -> Diagnostic {
    guard case .number = value.kind else { return self }
    var copy = self
    switch kind {
    case .dimensionTooSmall(_, let value): copy.kind = .dimensionTooSmall(name, value: value)
    case .dimensionTooLarge(_, let value): copy.kind = .dimensionTooLarge(name, value: value)
    case .notAWholeNumber(_, let value): copy.kind = .notAWholeNumber(name, value: value)
    default: break
    }
    return copy
  }
}
