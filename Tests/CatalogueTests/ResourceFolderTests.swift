// Which folder of resources is found from where.

import Catalogue
import Testing

@Suite struct ResourceFolderTests {
  let scratch = Scratch()

  @Test func `a folder that is set by hand wins`() throws {
    scratch.folder("prefix/share/unroll/models")
    let mine = scratch.folder("mine")
    scratch.folder("mine/models")
    let found = try ResourceFolder(locatingBeside: "\(scratch.folder)/prefix/bin/unroll", setting: mine)
    #expect(found.path == mine)
  }

  @Test func `a folder that is set wrongly is an error, whatever else there is`() {
    scratch.folder("prefix/share/unroll/models")
    let message = complaint {
      _ = try ResourceFolder(locatingBeside: "\(scratch.folder)/prefix/bin/unroll", setting: "/no/such folder")
    }
    #expect(message == "/no/such folder: no folder 'models' in it; UNROLL_RESOURCES names the folder that holds it")
  }

  @Test func `an empty setting is none`() throws {
    let path = scratch.folder("share/unroll")
    scratch.folder("share/unroll/models")
    #expect(try ResourceFolder(locatingBeside: "\(scratch.folder)/bin/unroll", setting: "").path == path)
  }

  @Test func `share beside the executable comes before the folders above it`() throws {
    scratch.folder("a/share/unroll/models")
    scratch.folder("a/Resources/models")
    let found = try ResourceFolder(locatingBeside: "\(scratch.folder)/a/bin/unroll", setting: nil)
    #expect(found.path == "\(scratch.folder)/a/share/unroll")
    #expect(found.models == "\(scratch.folder)/a/share/unroll/models")
  }

  @Test func `the nearest folder above the executable that has Resources is taken`() throws {
    scratch.folder("a/Resources/models")
    scratch.folder("a/b/Resources/models")
    scratch.folder("a/b/c/Resources")
    let found = try ResourceFolder(locatingBeside: "\(scratch.folder)/a/b/c/d/unroll", setting: nil)
    #expect(found.path == "\(scratch.folder)/a/b/Resources")
  }

  @Test func `where there is none, the places that were tried are told`() {
    let message = complaint { _ = try ResourceFolder(locatingBeside: "/x/bin/unroll", setting: nil) }
    #expect(
      message
        == "the program's sheets are not found; tried /x/share/unroll, /x/bin/Resources, /x/Resources, /Resources; "
        + "set UNROLL_RESOURCES to the folder that holds 'models'")
  }
}
