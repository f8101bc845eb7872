// Help that is of no single command: the abbreviations, and what scripts read.

/// A page of help by its name.
package enum HelpTopic {
  package static let names = ["abbreviations", "json"]

  /// Nil where there is no such page.
  static func lines(_ name: String) -> [String]? {
    switch name {
    case "abbreviations": abbreviations
    case "json": json
    default: nil
    }
  }

  /// The fixed table, for scripts too; what else begins just one command is taken at the prompt alone.
  private static var abbreviations: [String] {
    let rows = Command.all.flatMap { command in command.abbreviations.map { ($0, command.name) } }.sorted { $0 < $1 }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { short, name in short + String(repeating: " ", count: width - short.count + 2) + name }
      + ["at the prompt the beginning of just one command will do too, such as und; in scripts these alone"]
  }

  private static let json = #"""
    unroll run --json writes an object for each command: {"command": as typed, "reports": [...]}.
    Each report has a kind, and steps, entries and equations count from 1:
      text         text
      value        name, step (none for what does not move), shape [axes], values [row by row]
      series       name, steps [{step, symbol, values}]
      position     step, steps, equation, equations, text, pass, scan, scans, caption, symbol, value {as above},
                   node (where the steps are those of a tree: leaf or inner)
      explanation  label, value, relation, terms [the same again], rest {count, value}
      uses         uses (the address), value, readers [{name, step, text, effects [{name, value, without}], more}]
      decay        decay (the state), step, inAll, halfLife, rows [{step, mean, least, most}],
                   leftOut (steps further back that were not worked out)
      ledger       ledger (the entry), value, start, rows [{step, written, kept, contribution}]
      lengths      gradient, axis, first, lengths
      triangle     triangle, rows (the steps t that are told), lengths [those of each step k, a list for each row]
      growth       gamma, name, norms, products, whole, radii {parameter: radius}
      table        table, axis, columns, rows [{number, values}], notes
      clipping     clipping (what is differentiated), before, after (norms), cut, count, degrees
      comparison   compare [what each run is], bound, quantities [{name, run, identical, firstStep, firstDifference,
                   largestDifference, largestAtStep, lastDifference}], unmatched, strangers [names, a list each run],
                   decays [as above, a run each], tables [as table, of more than two runs]
      beam         beam (the choice), width, hypotheses [{choices, symbols, total, logProbability, ended}],
                   greedy {the same}, steps [{step, alive [the same, with from]}]
      beamStep     step, alive, letGo [as above]
      lesson       lesson, title, part, parts, and prose or command (what was run for it)
    Members that do not apply are left out or null. What is no finite number is "NaN", "Infinity" or
    "-Infinity". Mistakes are told on standard error and end the run with 1.
    """#.split(separator: "\n").map(String.init)
}
