// Runs that stand beside the session's own: kept as they were, or of another model on the same input.

internal import Equations
internal import Evaluation

/// Another run, as a session of its own.
package struct KeptRun: Sendable {
  /// Nil for one that is called by what tells it from the others.
  package var name: String?
  package var session: Session
}

/// One of the runs that stand side by side.
package struct ShownRun: Sendable {
  package var name: String
  package var session: Session
  package var lens: Lens
}

extension Session {
  /// All runs: those that were kept, the untouched one unless it is among them, this one.
  package var runs: [ShownRun] {
    let step = moment?.step ?? 0
    let keys = Set((kept.map(\.session) + [self]).flatMap(\.material.settings.keys)).sorted()
    let sheets = Set((kept.map(\.session) + [self]).map(\.model.name))
    var runs = kept.map { run in
      ShownRun(
        name: run.name ?? run.session.name(telling: keys, withModel: sheets.count > 1),
        session: run.session.at(step), lens: .now)
    }
    var own = self
    own.kept = []
    if ghost != nil, !kept.contains(where: { $0.session.present.isSame(as: baseline) }) {
      runs.append(ShownRun(name: "before", session: own, lens: .before))
    }
    return runs + [ShownRun(name: name(telling: keys, withModel: sheets.count > 1), session: own, lens: .now)]
  }

  /// A few words that tell this run from others: what any of them sets, what is pinned, or else the model.
  private func name(telling keys: [String], withModel: Bool) -> String {
    let settings = keys.compactMap { key -> String? in
      let value =
        material.settings[key] ?? model.constant(named: key)?.value
        ?? model.dims.first { $0.name == key }.map { Double($0.count) }
      return value.map { "\(key) = \(ValueText.significant($0, digits: 6))" }
    }
    let own = model.name.split(separator: "/").last.map(String.init) ?? model.name
    let parts = settings + pins.map(\.text)
    return (withModel || parts.isEmpty ? [own] : []).joined() + (withModel && !parts.isEmpty ? ", " : "")
      + parts.joined(separator: ", ")
  }

  /// The same session at the end of a step, from 0, or of its last one.
  private func at(_ step: Int) -> Session {
    var session = self
    let main = timeline.parts.max { $0.steps < $1.steps }
    if let part = main { session.move(to: timeline.position(ofStep: min(step, part.steps - 1), in: part)) }
    return session
  }

  package static let mostKept = 3

  /// Puts a run beside this one; one of the same name gives way.
  package mutating func keep(_ run: Session, named name: String?) throws(CommandError) {
    var bare = run
    (bare.changes, bare.kept) = (Changes(), [])
    if let name { kept.removeAll { $0.name == name } }
    guard kept.count < Self.mostKept else {
      throw .message("\(Self.mostKept) runs are kept already; drop NAME lets one go, drop all")
    }
    kept.append(KeptRun(name: name, session: bare))
  }

  /// Lets a kept run go, by the name that it is shown with.
  mutating func drop(_ name: String) throws(CommandError) {
    let names = runs.prefix(kept.count).map(\.name)
    guard let index = names.firstIndex(of: name) else {
      throw .unknown(name, nearest: nearestName(to: name, among: names))
    }
    kept.remove(at: index)
  }
}
