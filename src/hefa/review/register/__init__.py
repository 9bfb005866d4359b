"""The sheets as a register 审核单台账: found, listed, archived and kept."""
