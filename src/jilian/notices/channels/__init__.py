"""The ways by which notices leave the house: mail, and robots of WeCom, DingTalk and Feishu.

Nothing else in the product opens a connection to the outside. Each way is off until a system
administrator names its address and the hosts that may be called; what goes out names nobody.
"""

from __future__ import annotations

from jilian.notices.channels.addresses import Allowed, Target, check_mail, check_web, read_hosts
from jilian.notices.channels.messages import Unsent
from jilian.notices.channels.sending import send

__all__ = ["Allowed", "Target", "Unsent", "check_mail", "check_web", "read_hosts", "send"]
