// Another sheet's equations beside those of the open one: which sheets are at hand, and what is said of them.

package import Equations

extension Session {
  /// What the open sheet lays beside itself, as its lines say.
  private var besideLines: [String] {
    model.sheet.items.compactMap { item in
      if case .beside(let text) = item.kind { text } else { nil }
    }
  }

  /// The sheets that the open one lays beside itself, by their names or paths.
  package var sheetsAskedFor: [String] {
    besideLines.compactMap { line in
      do throws(CommandError) { return try BesideRequest(line).sheet } catch { return nil }
    }
  }

  /// A sheet that is at hand: one that was brought, or the open one as it was before it was changed.
  func sheet(beside name: String) -> Sheet? {
    sheetsBeside[name] ?? (isOpen(name) ? baseline.model.sheet : nil)
  }

  /// The sheets that views ask for, `equations beside gru | lines`, and that are not at hand.
  func sheetsMissing(in views: String) -> [String] {
    views.split(separator: "|").compactMap { view in
      let words = view.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let place = words.firstIndex(of: Pane.beside), words.prefix(place).last == ViewKind.equations.name,
        words.indices.contains(place + 1)
      else { return nil }
      return sheet(beside: words[place + 1]) == nil ? words[place + 1] : nil
    }
  }

  /// The equations of the open sheet beside those of another.
  ///
  /// What corresponds is what is said here, or else what either sheet says of the other, or else what is built alike.
  package func equationPairs(_ request: BesideRequest) throws(CommandError) -> EquationPairs {
    guard let other = sheet(beside: request.sheet) else {
      throw .message("no sheet \(request.sheet.clipped) is at hand: list beside \(request.sheet.clipped) brings it")
    }
    let own = model.sheet
    let said = request.said.isEmpty ? own.said(of: request.sheet) ?? other.said(of: own.name)?.map(\.reversed) : nil
    let pairs = said ?? request.said
    for pair in pairs {
      try own.check(pair.ours, "theirs = ours")
      try other.check(pair.theirs, "theirs = ours")
    }
    return EquationPairs(own, beside: other, said: pairs)
  }

  /// The pane that shows the equations where nobody has chosen: beside those that the sheet asks for, if they are at hand.
  var equationsPane: Pane {
    var pane = Pane(.equations)
    pane.beside = besideLines.first { line in
      do throws(CommandError) {
        _ = try equationPairs(BesideRequest(line))
        return true
      } catch {
        return false
      }
    }
    return pane
  }

  /// What is wrong with what the sheet lays beside itself.
  var besideWarnings: [String] {
    besideLines.compactMap { line in
      do throws(CommandError) {
        _ = try equationPairs(BesideRequest(line))
        return nil
      } catch {
        return "beside \(line): \(error.description)"
      }
    }
  }
}

extension Sheet {
  /// Whether lines of it say what is shown.
  package var asksForViews: Bool {
    items.contains { item in
      switch item.kind {
      case .view, .beside: true
      case .title, .source, .remark, .dims, .input, .parameter, .constant, .state, .alphabet, .example, .equation,
        .leaf, .block:
        false
      }
    }
  }

  /// The pairs that it says of another sheet; nil where it says none.
  fileprivate func said(of other: String) -> [TermPair]? {
    for case .beside(let text) in items.map(\.kind) {
      guard let request = try? BesideRequest(text), request.sheet == other, !request.said.isEmpty else { continue }
      return request.said
    }
    return nil
  }

  /// - Throws: a name in a term that the sheet has not.
  fileprivate func check(_ term: Syntax, _ order: String) throws(CommandError) {
    guard let name = unknownName(in: term) else { return }
    let nearest = nearestName(to: name, among: knownNames).map { ": did you mean \($0)?" } ?? ""
    throw .message("\(self.name) has no \(name.clipped)\(nearest) (pairs go \(order))")
  }
}
