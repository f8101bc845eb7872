// What became of inputs when some were fed, in words: which stay, which are left out and what goes with them, which way ties go.

import Equations

extension FedInputs {
  var notes: [InputNote] {
    let others = ties.sorted { $0.key < $1.key }.compactMap { direction(of: $1, for: $0) } + stays + noises
    return leftOut + others.map { InputNote(text: $0) }
  }

  /// That inputs are left out, those together that are for one reason, and what they take along.
  private var leftOut: [InputNote] {
    var groups: [(reason: Misfit, inputs: [Input])] = []
    for input in model.inputs where held[input.id] == nil {
      guard let reason = misfits[input.id] else { continue }
      if let place = groups.firstIndex(where: { $0.reason == reason }) {
        groups[place].inputs.append(input)
      } else {
        groups.append((reason, [input]))
      }
    }
    return groups.map { reason, inputs in
      let names = inputs.map(\.name)
      let blocked = model.blockedQuantities(without: Set(inputs.map(\.id))).sorted().map { model.quantities[$0].name }
      let more = blocked.count > 6 ? " and \(blocked.count - 6) more" : ""
      let them = names.count == 1 ? "it" : "them"
      let lost =
        blocked.isEmpty ? "" : "; without \(them) there is no \(blocked.prefix(6).joined(separator: ", "))\(more)"
      let text =
        "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") left out: "
        + "\(reason.words(of: names.count))\(lost)"
      return InputNote(text: text, leftOut: names)
    }
  }

  /// Whether ties were taken to go one way or both, where the sheet leaves that open.
  private func direction(of list: EdgeList, for id: Int) -> String? {
    let input = model.inputs[id]
    guard !input.terms.contains(.symmetric) else { return nil }
    return list.direction.map { "the ties of \(input.name) go one way: \($0)" }
      ?? "the ties of \(input.name) go both ways; a header from,to, or 1->2 at the prompt, makes them go one way"
  }

  private var stays: [String] {
    [
      line(inputs { $0 == Self.shown }, "stays as the sheet shows it", "stay as the sheet shows them"),
      line(inputs { $0 >= 0 && $0 < newest }, "stays as it was fed", "stay as they were fed"),
    ].compactMap(\.self)
  }

  private var noises: [String] {
    let noises = inputs { $0 == Self.noise }
    let unknown = line(
      noises.filter { misfits[$0.id] == nil }, "is noise: nothing is fed to it", "are noise: nothing is fed to them")
    let others = noises.filter { misfits[$0.id] != nil }.map { input in
      "the example of \(input.name) is for another size than \(input.shape.described): noise is shown in its place"
    }
    return [unknown].compactMap(\.self) + others
  }

  /// The inputs of an age, without those that are made of the brackets in a text.
  private func inputs(_ isMeant: (Int) -> Bool) -> [Input] {
    let children = model.treeInputs.map { [$0.left, $0.right] } ?? []
    return model.inputs.filter { input in
      !children.contains(input.id) && held[input.id].map { isMeant($0.age) } ?? false
    }
  }

  private func line(_ inputs: [Input], _ one: String, _ several: String) -> String? {
    let names = inputs.map(\.name).joined(separator: ", ")
    return inputs.isEmpty ? nil : "\(names) \(inputs.count == 1 ? one : several)"
  }
}
