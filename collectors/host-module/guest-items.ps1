# Items that guests write (GuestExchangeItems): which are the beacon's, and how much of them fits into a record. Shared by kvp.ps1 and
# beacon.ps1, so that every item is sent by exactly one of them.

# Items of one VM -> @{ Beacon = string[]; Other = string[] }, each in the order given; empty entries do not count. An item belongs to the
# beacon where a VALUE in it begins with "hvitals." (docs/beacon.md). Two native passes, because a guest may write thousands of items.
function Split-HvitalsGuestItems {
    param($Items)
    $texts = [string[]]@(@($Items) -ne $null -ne '')
    $pattern = '<VALUE[ \t\r\n]*>[ \t\r\n]*hvitals\.'
    return @{ Beacon = [string[]]@($texts -cmatch $pattern); Other = [string[]]@($texts -cnotmatch $pattern) }
}

# The first texts that fit the limits. A text that is too long by itself ends the list.
function Get-HvitalsFirstTexts {
    param([string[]]$Texts, [int]$MostTexts, [int]$MostCharacters)
    $part = [System.Collections.ArrayList]::new()
    $length = 0
    foreach ($text in $Texts) {
        $length += $text.Length
        if ($part.Count -ge $MostTexts -or $length -gt $MostCharacters) { break }
        $null = $part.Add($text)
    }
    return , [string[]]$part.ToArray()
}

# Rows of VMs -> those that fit into one record, smallest first in line, as JSON in the order given: @{ Json; LeftOut }. A guest that
# writes much costs only itself.
function Get-HvitalsFittingVms {
    param([array]$Vms)
    $texts = [string[]]::new($Vms.Length)
    $sizes = [int[]]::new($Vms.Length)
    $order = [int[]]::new($Vms.Length)
    $total = 0
    for ($index = 0; $index -lt $Vms.Length; $index++) {
        $texts[$index] = ConvertTo-HvitalsJson $Vms[$index]
        $sizes[$index] = $texts[$index].Length + 1
        $order[$index] = $index
        $total += $sizes[$index]
    }
    $leftOut = 0
    if ($total -gt 7864320) {
        [array]::Sort($sizes, $order)
        $total = 0
        for ($rank = 0; $rank -lt $order.Length; $rank++) {
            $total += $sizes[$rank]
            if ($total -gt 7864320) {
                $texts[$order[$rank]] = $null
                $leftOut++
            }
        }
    }
    $vmsJson = '[' + [string]::Join(',', [string[]]@($texts -ne '' -ne $null)) + ']'
    return @{ Json = [System.Text.StringBuilder]::new($vmsJson); LeftOut = $leftOut }
}
